package sluice.core.util;

import java.util.concurrent.TimeUnit;

/** Converts measured nanoseconds to fractions of larger units, which {@link TimeUnit} cuts off. */
public final class Nanos {
  private static final double PER_MILLI = TimeUnit.MILLISECONDS.toNanos(1);

  private Nanos() {}

  /** Milliseconds, with their fraction. */
  public static double toMillis(long nanos) {
    return nanos / PER_MILLI;
  }

  /** The same of a mean. */
  public static double toMillis(double nanos) {
    return nanos / PER_MILLI;
  }
}
