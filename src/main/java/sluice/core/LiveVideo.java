package sluice.core;

import java.time.Duration;
import java.time.Instant;

/** What those who watch a stream's video get of it, one after the other. */
public sealed interface LiveVideo {

  /** The id of the stream. */
  String stream();

  /**
   * Video begins, or begins anew with other parameters: fragments of it follow. Their times have
   * nothing to do with those before.
   *
   * @param codecs of the video, as RFC 6381 names them
   * @param width of its pictures, in pixels
   * @param height of its pictures, in pixels
   * @param init the initialisation of the fragmented MP4; not to be changed, shared by all who
   *     watch
   */
  @SuppressWarnings("ArrayRecordComponent") // handed on as it is, never compared
  record Start(String stream, String codecs, int width, int height, byte[] init)
      implements LiveVideo {}

  /**
   * A fragment of one picture, which plays after the last {@link Start} and the fragments between.
   * The first after a start, and the first after some were skipped, is a key frame.
   *
   * @param number counts the stream's fragments, and rises for whoever watches, also where the
   *     stream begins anew; skipped ones leave a gap
   * @param at when its packet came from the source, by the clock of the machine that runs the
   *     stream
   * @param start media time of its picture
   * @param keyFrame whether decoding can begin here
   * @param bytes {@code moof} and {@code mdat}; not to be changed, shared by all who watch
   */
  @SuppressWarnings("ArrayRecordComponent") // handed on as it is, never compared
  record Fragment(
      String stream, long number, Instant at, Duration start, boolean keyFrame, byte[] bytes)
      implements LiveVideo {}

  /**
   * There is no video of this stream, now at least: its pictures are to be watched instead.
   *
   * @param reason why, for people
   */
  record Unavailable(String stream, String reason) implements LiveVideo {}
}
