package sluice.tune;

/**
 * Result of a paired comparison.
 *
 * @param advantage of the challenger: natural logarithm of the median ratio, above 0 where it is
 *     better
 * @param error standard error of that
 * @param pairs how often both were measured
 * @param incumbent medians of the one
 * @param challenger medians of the other
 */
public record ComparisonResult(
    double advantage, double error, int pairs, Sample incumbent, Sample challenger) {
  /** So many standard errors count as beyond the noise: once in a hundred that is wrong. */
  private static final double SURE = 2.6;

  /** The challenger by the incumbent, above 1 where it is better. */
  public double ratio() {
    return Math.exp(advantage);
  }

  /** What the ratio may be off by chance, as a share. */
  public double noise() {
    return Math.expm1(SURE * error);
  }

  /** Whether the challenger is better beyond the noise. */
  public boolean isGain() {
    return advantage > SURE * error;
  }

  /** Whether the challenger is worse beyond the noise. */
  public boolean isLoss() {
    return advantage < -SURE * error;
  }

  /** Whether the challenger is rather better than not, which is enough to go on from it. */
  boolean isPromising() {
    return advantage > error;
  }
}
