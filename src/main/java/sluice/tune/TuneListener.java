package sluice.tune;

/** Hears how a search goes on. Called from the thread that searches; returns at once. */
public interface TuneListener {

  /** What is done from now on, in words: {@code measuring the noise} … */
  void phase(String words);

  /** A candidate was compared with the best one so far. */
  void tried(Candidate candidate, ComparisonResult verdict);

  /** A candidate can't be used. */
  void refused(RejectedCandidate refusal);

  /** There is a new best candidate; the start is reported too. */
  void best(Candidate candidate, Sample sample);
}
