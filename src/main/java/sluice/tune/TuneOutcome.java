package sluice.tune;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What a search found.
 *
 * @param start where it began
 * @param best where it ended; the start where nothing better was found
 * @param settled what the device made of the best
 * @param comparison the best as challenger against the start, measured again at the end; absent
 *     where they are the same, or the search was stopped before
 * @param sample medians of the best, as measured last
 * @param goalKept whether the best keeps the goal's bound
 * @param gains what each choice brought; empty where the search was stopped before
 * @param noise standard deviation of a pair of measurements, as a share
 * @param tried candidates that were measured
 * @param refused candidates that were not, and why
 * @param time how long it took
 * @param end why it ended
 */
public record TuneOutcome(
    Candidate start,
    Candidate best,
    Candidate settled,
    Optional<ComparisonResult> comparison,
    Sample sample,
    boolean goalKept,
    List<AblationResult> gains,
    double noise,
    int tried,
    List<RejectedCandidate> refused,
    Duration time,
    End end) {

  /** Why a search ended. */
  public enum End {
    /** There was nothing left to try. */
    COMPLETE,
    /** The time for searching was over. */
    TIME,
    /** It was stopped. */
    STOPPED
  }

  /** Keeps its own copies. */
  public TuneOutcome {
    gains = List.copyOf(gains);
    refused = List.copyOf(refused);
  }
}
