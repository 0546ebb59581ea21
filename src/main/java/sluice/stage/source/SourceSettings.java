package sluice.stage.source;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import sluice.core.Delivery;
import sluice.core.ErrorCode;
import sluice.core.SluiceException;
import sluice.core.SourceInfo;

/**
 * What is read from a source and how it is delivered. Pictures pass the options in this order: skip
 * first, target rate, real time, limit.
 *
 * @param location what is opened
 * @param delivery null: {@link Delivery#LATEST} for what is {@linkplain SourceLocation#live live},
 *     else {@link Delivery#EVERY}
 * @param flip whether pictures are mirrored left to right, as for a camera that faces its user
 * @param fps frames a second to keep at the most, by the source's timestamps; 0 keeps all. What is
 *     left out counts as dropped for its rate
 * @param skipFirst pictures left out at the start, of each pass where the source is looped; they
 *     are decoded, but count as neither dropped nor delivered
 * @param loop whether the source starts again when it has ended; refused for a live one
 * @param limit frames delivered before the stream ends in order; 0 sets no limit
 * @param realtime whether a recording is played at its own pace; a live source has its own anyway
 * @param openTimeout how long opening may take, above 0
 * @param readTimeout how long a network source may stay silent, above 0
 */
public record SourceSettings(
    SourceLocation location,
    @Nullable Delivery delivery,
    boolean flip,
    double fps,
    long skipFirst,
    boolean loop,
    long limit,
    boolean realtime,
    Duration openTimeout,
    Duration readTimeout) {

  /** How long opening and a silence may last unless something else is asked for. */
  public static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(10);

  /**
   * Refuses values out of range.
   *
   * @throws SluiceException with {@link ErrorCode#USAGE}
   */
  public SourceSettings {
    require(fps >= 0 && Double.isFinite(fps), "fps", fps, "0 or more; 0 = as they come");
    require(skipFirst >= 0, "skip-first", skipFirst, "0 or more");
    require(limit >= 0, "limit", limit, "0 or more; 0 = no limit");
    require(openTimeout.isPositive(), "open-timeout", openTimeout, "more than 0");
    require(readTimeout.isPositive(), "read-timeout", readTimeout, "more than 0");
    require(
        !(loop && location.live()),
        "loop",
        true,
        "false for " + location.name() + ", which is live and can't start again");
  }

  /** Settings of a location, each option at its default until it is set. */
  public static Builder builder(SourceLocation location) {
    return new Builder(location);
  }

  /** The delivery that was asked for, or the one that suits the kind of source. */
  public Delivery effectiveDelivery() {
    if (delivery != null) {
      return delivery;
    }
    return location.live() ? Delivery.LATEST : Delivery.EVERY;
  }

  /**
   * How many frames are likely to be delivered from a source; what is replaced by {@link
   * Delivery#LATEST} is included.
   *
   * @param info what is known of the open source
   * @return -1 where that can't be told
   */
  public long expectedFrames(SourceInfo info) {
    long expected = -1;
    if (!loop && info.frames() >= 0) {
      expected = Math.max(0, info.frames() - skipFirst);
      if (fps > 0 && info.frameRate() > fps) {
        expected = (long) Math.ceil(expected * fps / info.frameRate());
      }
    }
    if (limit == 0) {
      return expected;
    }
    return expected < 0 ? limit : Math.min(limit, expected);
  }

  private static void require(boolean holds, String what, Object value, String expected) {
    if (!holds) {
      throw new SluiceException(
          ErrorCode.USAGE, what + ": " + value + " (expected: " + expected + ")");
    }
  }

  /** Collects settings; for one thread. */
  public static final class Builder {
    private final SourceLocation location;
    private @Nullable Delivery delivery;
    private boolean flip;
    private double fps;
    private long skipFirst;
    private boolean loop;
    private long limit;
    private boolean realtime;
    private Duration openTimeout = DEFAULT_TIMEOUT;
    private Duration readTimeout = DEFAULT_TIMEOUT;

    private Builder(SourceLocation location) {
      this.location = location;
    }

    /** Sets {@link SourceSettings#delivery}. */
    public Builder delivery(@Nullable Delivery value) {
      delivery = value;
      return this;
    }

    /** Sets {@link SourceSettings#flip}. */
    public Builder flip(boolean value) {
      flip = value;
      return this;
    }

    /** Sets {@link SourceSettings#fps}. */
    public Builder fps(double value) {
      fps = value;
      return this;
    }

    /** Sets {@link SourceSettings#skipFirst}. */
    public Builder skipFirst(long value) {
      skipFirst = value;
      return this;
    }

    /** Sets {@link SourceSettings#loop}. */
    public Builder loop(boolean value) {
      loop = value;
      return this;
    }

    /** Sets {@link SourceSettings#limit}. */
    public Builder limit(long value) {
      limit = value;
      return this;
    }

    /** Sets {@link SourceSettings#realtime}. */
    public Builder realtime(boolean value) {
      realtime = value;
      return this;
    }

    /** Sets {@link SourceSettings#openTimeout}. */
    public Builder openTimeout(Duration value) {
      openTimeout = value;
      return this;
    }

    /** Sets {@link SourceSettings#readTimeout}. */
    public Builder readTimeout(Duration value) {
      readTimeout = value;
      return this;
    }

    /**
     * The settings.
     *
     * @throws SluiceException with {@link ErrorCode#USAGE} for a value out of range
     */
    public SourceSettings build() {
      return new SourceSettings(
          location,
          delivery,
          flip,
          fps,
          skipFirst,
          loop,
          limit,
          realtime,
          openTimeout,
          readTimeout);
    }
  }
}
