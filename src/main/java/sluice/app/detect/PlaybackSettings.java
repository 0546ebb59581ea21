package sluice.app.detect;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import sluice.core.Delivery;
import sluice.core.SourceInfo;

/**
 * What of a source is used, and at which pace.
 *
 * @param delivery what happens to frames that come faster than they are worked on; by the kind of
 *     source where absent
 * @param loop whether a file starts again at its end
 * @param limit the run ends after so many frames of each source, at least 1; dropped ones don't
 *     count
 * @param skipFirst frames left out at the start, at least 0
 * @param flip whether pictures are mirrored left to right
 * @param fps most frames a second of media time, above 0; frames in excess are dropped
 * @param realtime whether a file is played at the pace of its timestamps
 * @param timeout how long a camera or server may take to give its first picture, and later stay
 *     silent; above 0
 */
public record PlaybackSettings(
    Optional<Delivery> delivery,
    boolean loop,
    OptionalLong limit,
    long skipFirst,
    boolean flip,
    OptionalDouble fps,
    boolean realtime,
    Duration timeout) {

  /** How long a source may be silent unless something else is asked for. */
  public static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(10);

  /**
   * How many frames of this source are likely to be worked on or dropped for their rate, for a
   * progress bar; absent where the source doesn't end by itself or its length isn't known.
   */
  public OptionalLong expectedFrames(SourceInfo source) {
    boolean endless = loop || source.live() || source.frames() < 0;
    if (endless) {
      return limit;
    }
    long left = Math.max(0, source.frames() - skipFirst);
    return OptionalLong.of(limit.isPresent() ? Math.min(left, limit.getAsLong()) : left);
  }
}
