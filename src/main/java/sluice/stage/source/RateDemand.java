package sluice.stage.source;

import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.LongConsumer;
import sluice.video.decode.PictureDemand;

/**
 * The demand of a stream with a target rate: decides which pictures are due, and foretells it to
 * the decoder by a copy of the {@link FrameRateLimiter} that runs ahead.
 *
 * <p>For one thread.
 */
final class RateDemand implements PictureDemand {
  /** A frame that waits for its turn gets no older than this and the distance of two pictures. */
  static final long REFRESH_NANOS = TimeUnit.MILLISECONDS.toNanos(250);

  private final MediaTimeline timeline;
  private final FrameRateLimiter rate;
  private final FrameRateLimiter ahead;
  private final BooleanSupplier refreshes;
  private final LongConsumer passed;
  private final LongConsumer rests;
  private boolean near;
  private long lastWanted;

  /**
   * A demand that has seen no picture.
   *
   * @param timeline the stream's, on which pictures are due
   * @param rate the stream's
   * @param refreshes whether a frame waits that a newer picture would replace
   * @param passed hears of pictures that aren't decoded, with their time in the source
   * @param rests waits until shortly before a picture's media time
   */
  RateDemand(
      MediaTimeline timeline,
      FrameRateLimiter rate,
      BooleanSupplier refreshes,
      LongConsumer passed,
      LongConsumer rests) {
    this.timeline = timeline;
    this.rate = rate;
    this.ahead = rate.copy();
    this.refreshes = refreshes;
    this.passed = passed;
    this.rests = rests;
  }

  /** Whether a picture that has come is due; to be asked once for each. */
  boolean isDue(long time) {
    return rate.admits(time, step());
  }

  /** Another pass over the source begins: it is decoded as a whole at first. */
  void startPass() {
    near = false;
  }

  @Override
  public long intervalNanos() {
    return (long) rate.interval();
  }

  @Override
  public void begin() {
    ahead.set(rate);
  }

  @Override
  public boolean wants(long timestampNanos) {
    near = false;
    return isWanted(timestampNanos, true);
  }

  @Override
  public boolean wantsNear(long timestampNanos, boolean key) {
    near = true;
    return isWanted(timestampNanos, key);
  }

  private boolean isWanted(long timestampNanos, boolean candidate) {
    long time = timeline.expected(timestampNanos);
    boolean wanted =
        (candidate && ahead.admits(time, step()))
            || (time - lastWanted >= REFRESH_NANOS && refreshes.getAsBoolean());
    if (wanted) {
      lastWanted = time;
    }
    return wanted;
  }

  /** A key frame may stand in for a picture up to half an interval later. */
  private long step() {
    return near ? intervalNanos() : timeline.step();
  }

  @Override
  public void rest(long timestampNanos) {
    rests.accept(timeline.expected(timestampNanos));
  }

  @Override
  public long nextNanos() {
    return timeline.timestamp(ahead.earliest(step()));
  }

  @Override
  public void passed(long timestampNanos) {
    passed.accept(timestampNanos);
  }
}
