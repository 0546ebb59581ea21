package sluice.stage.source;

import sluice.core.Delivery;
import sluice.core.ErrorCode;
import sluice.core.Playback;
import sluice.core.SluiceException;
import sluice.core.SourceInfo;

/**
 * A source and its playback.
 *
 * @param location what is opened
 * @param playback what of it is used, and at which pace; without a delivery, it is {@link
 *     Delivery#LATEST} for what is {@linkplain SourceLocation#live live}, else {@link
 *     Delivery#EVERY}
 */
public record SourceSettings(SourceLocation location, Playback playback) {

  /**
   * Refuses to loop what can't start again.
   *
   * @throws SluiceException with {@link ErrorCode#USAGE}
   */
  public SourceSettings {
    if (playback.loop() && location.live()) {
      throw new SluiceException(
          ErrorCode.USAGE,
          "loop: true (expected: false for "
              + location.name()
              + ", which is live and can't start again)");
    }
  }

  /** The delivery that was asked for, or the one that suits the kind of source. */
  public Delivery effectiveDelivery() {
    Delivery asked = playback.delivery();
    if (asked != null) {
      return asked;
    }
    return location.live() ? Delivery.LATEST : Delivery.EVERY;
  }

  /**
   * How many frames are likely to be delivered from a source; what is replaced by {@link
   * Delivery#LATEST} is included.
   *
   * @param info what is known of the open source
   * @return -1 where unknown
   */
  public long expectedFrames(SourceInfo info) {
    long expected = -1;
    if (!playback.loop() && info.frames() >= 0) {
      expected = Math.max(0, info.frames() - playback.skipFirst());
      if (playback.fps() > 0 && info.frameRate() > playback.fps()) {
        expected = (long) Math.ceil(expected * playback.fps() / info.frameRate());
      }
    }
    if (playback.limit() == 0) {
      return expected;
    }
    return expected < 0 ? playback.limit() : Math.min(playback.limit(), expected);
  }
}
