package sluice.video.decode;

import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/** Says whether pictures are few: so many a second, and so many at once. For one thread. */
final class PictureAllowance {
  private final double perNano;
  private final int atOnce;
  private final LongSupplier nanos;
  private double left;
  private long asked;
  private boolean spent;

  /**
   * An allowance of which nothing is used.
   *
   * @param perSecond pictures a second that are few
   * @param atOnce pictures that may come at once, after a time without any
   * @param nanos a clock that never goes back
   */
  PictureAllowance(int perSecond, int atOnce, LongSupplier nanos) {
    this.perNano = (double) perSecond / TimeUnit.SECONDS.toNanos(1);
    this.atOnce = atOnce;
    this.nanos = nanos;
    this.left = atOnce;
    this.asked = nanos.getAsLong();
  }

  /** Whether pictures are few, with another one now; once they were not, they never are again. */
  boolean take() {
    if (spent) {
      return false;
    }
    long now = nanos.getAsLong();
    left = Math.min(atOnce, left + (now - asked) * perNano) - 1;
    asked = now;
    spent = left < 0;
    return !spent;
  }
}
