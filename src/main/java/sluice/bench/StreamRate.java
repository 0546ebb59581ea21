package sluice.bench;

import sluice.metrics.LatencySummary;

/**
 * What one of several streams did.
 *
 * @param results frames with a result
 * @param dropped frames that were dropped, whatever the cause
 * @param fps results a second
 * @param latency from the decoded picture to the finished result
 */
public record StreamRate(long results, long dropped, double fps, LatencySummary latency) {
  /** Of all frames; fewer are the machine's moods. */
  private static final double MOST_DROPPED = 0.01;

  private static final double LEAST_OF_RATE = 0.98;

  /**
   * Whether it kept a rate: a hundredth of its frames was dropped at the most, and no more than two
   * in a hundred never came because its decoder was late. One frame more or less falls into the
   * time that is measured, wherever that begins.
   *
   * @param wanted frames a second that it played at
   * @param seconds that were measured
   */
  boolean keeps(double wanted, double seconds) {
    return dropped <= MOST_DROPPED * (results + dropped)
        && results + dropped + 1 >= LEAST_OF_RATE * wanted * seconds;
  }
}
