package sluice.stage.source;

import sluice.core.Delivery;
import sluice.core.ErrorCode;
import sluice.core.Playback;
import sluice.core.SluiceException;

/**
 * A source and its playback.
 *
 * @param location what is opened
 * @param playback what of it is used, and at which pace; without a delivery, it is {@link
 *     Delivery#LATEST} for what is {@linkplain SourceLocation#live live}, else {@link
 *     Delivery#EVERY}
 * @param phase by how much of an interval of the target rate the second frame comes later than it
 *     could, 0 to below 1: spreads streams that start at the same time
 */
public record SourceSettings(SourceLocation location, Playback playback, double phase) {

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

  /** A source that is not to be spread. */
  public SourceSettings(SourceLocation location, Playback playback) {
    this(location, playback, 0);
  }

  /** The delivery that was asked for, or the one that suits the kind of source. */
  public Delivery effectiveDelivery() {
    Delivery asked = playback.delivery();
    if (asked != null) {
      return asked;
    }
    return location.live() ? Delivery.LATEST : Delivery.EVERY;
  }
}
