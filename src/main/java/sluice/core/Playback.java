package sluice.core;

import java.time.Duration;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * Playback of a source: what of it is used, and at which pace. Pictures pass the options in this
 * order: skip first, target rate, real time, limit.
 *
 * @param delivery what happens to frames that come faster than they are worked on; by the kind of
 *     source where null
 * @param flip whether pictures are mirrored left to right, as for a camera that faces its user
 * @param fps frames a second to keep at the most, by the source's timestamps; 0 keeps all. What is
 *     left out counts as dropped for its rate
 * @param decode whether what is left out is decoded all the same
 * @param skipFirst pictures left out at the start, of each pass where the source is looped; they
 *     are decoded, but count as neither dropped nor delivered
 * @param loop whether the source starts again when it has ended; not for a live one
 * @param limit frames delivered before the stream ends in order; 0 sets no limit
 * @param realtime whether a recording is played at its own pace; a live source has its own anyway
 * @param openTimeout how long opening may take, above 0
 * @param readTimeout how long a network source may stay silent, above 0
 * @param transport how the media of an RTSP source travels
 */
public record Playback(
    @Nullable Delivery delivery,
    boolean flip,
    double fps,
    DecodeChoice decode,
    long skipFirst,
    boolean loop,
    long limit,
    boolean realtime,
    Duration openTimeout,
    Duration readTimeout,
    TransportChoice transport) {

  /** How long opening and a silence may last unless something else is asked for. */
  public static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(10);

  /**
   * Refuses values out of range.
   *
   * @throws SluiceException with {@link ErrorCode#USAGE}
   */
  public Playback {
    require(fps >= 0 && Double.isFinite(fps), "fps", fps, "0 or more; 0 = as they come");
    require(skipFirst >= 0, "skip-first", skipFirst, "0 or more");
    require(limit >= 0, "limit", limit, "0 or more; 0 = no limit");
    require(openTimeout.isPositive(), "open-timeout", openTimeout, "more than 0");
    require(readTimeout.isPositive(), "read-timeout", readTimeout, "more than 0");
  }

  /** Builder with each option at its default until it is set. */
  public static Builder builder() {
    return new Builder();
  }

  /**
   * How many frames of a source are likely to be worked on or dropped for their rate, for a
   * progress bar; absent where the source doesn't end by itself or its length isn't known.
   */
  public OptionalLong framesToRead(SourceInfo source) {
    OptionalLong most = limit > 0 ? OptionalLong.of(limit) : OptionalLong.empty();
    boolean endless = loop || source.live() || source.frames() < 0;
    if (endless) {
      return most;
    }
    long left = Math.max(0, source.frames() - skipFirst);
    return OptionalLong.of(limit > 0 ? Math.min(left, limit) : left);
  }

  private static void require(boolean holds, String what, Object value, String expected) {
    if (!holds) {
      throw new SluiceException(
          ErrorCode.USAGE, what + ": " + value + " (expected: " + expected + ")");
    }
  }

  /** Builder of a playback; for one thread. */
  public static final class Builder {
    private @Nullable Delivery delivery;
    private boolean flip;
    private double fps;
    private DecodeChoice decode = DecodeChoice.AUTO;
    private long skipFirst;
    private boolean loop;
    private long limit;
    private boolean realtime;
    private Duration openTimeout = DEFAULT_TIMEOUT;
    private Duration readTimeout = DEFAULT_TIMEOUT;
    private TransportChoice transport = TransportChoice.AUTO;

    private Builder() {}

    /** Sets {@link Playback#delivery}. */
    public Builder delivery(@Nullable Delivery value) {
      delivery = value;
      return this;
    }

    /** Sets {@link Playback#flip}. */
    public Builder flip(boolean value) {
      flip = value;
      return this;
    }

    /** Sets {@link Playback#fps}. */
    public Builder fps(double value) {
      fps = value;
      return this;
    }

    /** Sets {@link Playback#decode}. */
    public Builder decode(DecodeChoice value) {
      decode = value;
      return this;
    }

    /** Sets {@link Playback#skipFirst}. */
    public Builder skipFirst(long value) {
      skipFirst = value;
      return this;
    }

    /** Sets {@link Playback#loop}. */
    public Builder loop(boolean value) {
      loop = value;
      return this;
    }

    /** Sets {@link Playback#limit}. */
    public Builder limit(long value) {
      limit = value;
      return this;
    }

    /** Sets {@link Playback#realtime}. */
    public Builder realtime(boolean value) {
      realtime = value;
      return this;
    }

    /** Sets {@link Playback#openTimeout}. */
    public Builder openTimeout(Duration value) {
      openTimeout = value;
      return this;
    }

    /** Sets {@link Playback#readTimeout}. */
    public Builder readTimeout(Duration value) {
      readTimeout = value;
      return this;
    }

    /** Sets {@link Playback#transport}. */
    public Builder transport(TransportChoice value) {
      transport = value;
      return this;
    }

    /**
     * The playback.
     *
     * @throws SluiceException with {@link ErrorCode#USAGE} for a value out of range
     */
    public Playback build() {
      return new Playback(
          delivery,
          flip,
          fps,
          decode,
          skipFirst,
          loop,
          limit,
          realtime,
          openTimeout,
          readTimeout,
          transport);
    }
  }
}
