package sluice.bench;

import java.util.List;

/**
 * What a search for the greatest number of streams has found.
 *
 * @param fps frames a second that each stream played at
 * @param most the greatest number that kept it; 0 where one did not
 * @param complete whether one more was seen to fail, or no more may be tried
 * @param trials all that was tried, in order
 */
public record MostStreams(double fps, int most, boolean complete, List<Trial> trials) {

  /** Keeps its own copy. */
  public MostStreams {
    trials = List.copyOf(trials);
  }

  /**
   * One number that was tried.
   *
   * @param kept whether all streams kept the rate
   * @param result what they did
   */
  public record Trial(boolean kept, StreamsResult result) {

    /** How many streams. */
    public int streams() {
      return result.streams().size();
    }
  }
}
