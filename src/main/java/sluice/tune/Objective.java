package sluice.tune;

import java.util.List;
import java.util.OptionalDouble;
import java.util.function.ToDoubleFunction;
import sluice.core.util.Median;

/**
 * The objective of the search: what is wanted of a candidate.
 *
 * @param aim what is to be as good as can be
 * @param limit the bound that the other one keeps, above 0: most milliseconds of a result for
 *     {@link Aim#THROUGHPUT}, least frames a second for {@link Aim#LATENCY}; none where absent
 */
public record Objective(Aim aim, OptionalDouble limit) {

  /** What is to be as good as can be. */
  public enum Aim {
    /** As many frames a second as can be. */
    THROUGHPUT,
    /** Each result as soon as can be. */
    LATENCY
  }

  /** As many frames a second as can be, of which nine in ten take no longer than this. */
  public static Objective throughput(OptionalDouble maxLatencyMillis) {
    return new Objective(Aim.THROUGHPUT, maxLatencyMillis);
  }

  /** Each result as soon as can be, at no fewer frames a second than this. */
  public static Objective latency(OptionalDouble minFps) {
    return new Objective(Aim.LATENCY, minFps);
  }

  /** Whether these keep the bound, by their median. */
  public boolean isKept(List<Sample> samples) {
    return Median.of(samples.stream().mapToDouble(this::excess)) <= 1;
  }

  /**
   * How much better the challenger is, pair by pair: natural logarithms of ratios, above 0 where it
   * is better. Where one of the two breaks the bound it is the excess over the bound that is
   * compared, so that the search first finds its way to where the bound is kept.
   *
   * @param incumbent at least one sample
   * @param challenger as many, each taken beside that of the incumbent
   */
  double[] advantages(List<Sample> incumbent, List<Sample> challenger) {
    ToDoubleFunction<Sample> score =
        isKept(incumbent) && isKept(challenger)
            ? this::merit
            : sample -> 1 / Math.max(1, excess(sample));
    double[] result = new double[incumbent.size()];
    for (int i = 0; i < result.length; i++) {
      double ratio = score.applyAsDouble(challenger.get(i)) / score.applyAsDouble(incumbent.get(i));
      result[i] = Math.log(ratio);
    }
    return result;
  }

  private double merit(Sample sample) {
    return aim == Aim.THROUGHPUT ? sample.fps() : 1 / sample.latencyMsP90();
  }

  /** Over 1 where the bound is broken. */
  private double excess(Sample sample) {
    if (limit.isEmpty()) {
      return 1;
    }
    return aim == Aim.THROUGHPUT
        ? sample.latencyMsP90() / limit.getAsDouble()
        : limit.getAsDouble() / sample.fps();
  }
}
