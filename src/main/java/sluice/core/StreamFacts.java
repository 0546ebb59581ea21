package sluice.core;

import java.util.Optional;

/**
 * What the packets of a source say of it, as a recorder needs to know.
 *
 * @param timeBase the unit of its timestamps as a fraction of a second, such as {@code 1/90000}
 * @param keyFrameSeconds from one key frame to the next, the last two that were seen; absent where
 *     none followed the first
 * @param sound that belongs to its pictures; absent where there is none
 */
public record StreamFacts(
    String timeBase, Optional<Double> keyFrameSeconds, Optional<Sound> sound) {

  /**
   * A stream of sound.
   *
   * @param codec as FFmpeg names it
   * @param rate samples a second, 0 where its header names none
   * @param channels 0 where its header names none
   */
  public record Sound(String codec, int rate, int channels) {}
}
