package sluice.video.decode;

/**
 * A demand that measures how long its questions take, for they may be answered by another process:
 * that is no time of decoding. {@link #rest} and {@link #passed} are not measured. One thread.
 */
final class TimedDemand implements PictureDemand {
  private final PictureDemand asked;
  private long nanos;

  /** Nothing was asked yet. */
  TimedDemand(PictureDemand asked) {
    this.asked = asked;
  }

  /** Time that questions took so far. */
  long nanos() {
    return nanos;
  }

  @Override
  public long intervalNanos() {
    return asked.intervalNanos();
  }

  @Override
  public void begin() {
    long start = System.nanoTime();
    asked.begin();
    nanos += System.nanoTime() - start;
  }

  @Override
  public boolean wants(long timestampNanos) {
    long start = System.nanoTime();
    boolean wanted = asked.wants(timestampNanos);
    nanos += System.nanoTime() - start;
    return wanted;
  }

  @Override
  public boolean wantsNear(long timestampNanos, boolean key) {
    long start = System.nanoTime();
    boolean wanted = asked.wantsNear(timestampNanos, key);
    nanos += System.nanoTime() - start;
    return wanted;
  }

  @Override
  public void rest(long timestampNanos) {
    asked.rest(timestampNanos);
  }

  @Override
  public long nextNanos() {
    return asked.nextNanos();
  }

  @Override
  public void passed(long timestampNanos) {
    asked.passed(timestampNanos);
  }
}
