package sluice.cluster.placement;

import java.time.Duration;

/**
 * The weight of a stream that no one has set: 1 until it was measured, then what was measured, kept
 * until that differs by more than a quarter. So streams don't move because a scene is busy for a
 * while. Immutable.
 *
 * @param weight units of capacity
 */
public record WeightEstimate(double weight) {
  /** What is measured before counts openings and compiling. */
  public static final Duration WARM_UP = Duration.ofSeconds(60);

  /** What nobody has measured. */
  public static final WeightEstimate UNKNOWN = new WeightEstimate(1);

  /** A stream that costs next to nothing still takes a decoder and memory. */
  private static final double LEAST = 0.01;

  private static final double HYSTERESIS = 0.25;

  /**
   * The estimate after another measurement.
   *
   * @param running how long the stream has run; before {@link #WARM_UP} nothing changes
   * @param measured the weight as measured; what is not a number or below 0 changes nothing
   */
  public WeightEstimate measured(Duration running, double measured) {
    if (running.compareTo(WARM_UP) < 0 || !(measured >= 0) || Double.isInfinite(measured)) {
      return this;
    }
    double now = Math.max(LEAST, measured);
    return Math.abs(now - weight) > HYSTERESIS * weight ? new WeightEstimate(now) : this;
  }
}
