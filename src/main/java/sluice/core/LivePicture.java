package sluice.core;

import java.time.Instant;
import java.util.List;

/**
 * A picture of a stream with what was found in it, as those who watch get it.
 *
 * @param stream its id
 * @param number the picture's number in its source, from 0; dropped ones leave a gap
 * @param at when the decoder had the picture
 * @param width pixels
 * @param height pixels
 * @param jpeg not to be changed; shared by all who watch
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record LivePicture(
    String stream, long number, Instant at, int width, int height, byte[] jpeg) {

  /**
   * Widths in pixels that live pictures come in, so that many watchers share few; a source that is
   * less wide keeps its own.
   */
  public static final List<Integer> WIDTHS = List.of(320, 640, 1280);
}
