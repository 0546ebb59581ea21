package sluice.video.demux;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Content that is met in the field and not read, told by its first bytes, whatever its name: FFmpeg
 * says only that it may not open it, or can't decode it.
 */
enum UnsupportedContent {
  /** A playlist of HTTP Live Streaming (RFC 8216), or of that form. */
  HLS(
      start -> text(start).startsWith("#extm3u"),
      "this is a playlist (HLS, M3U8), which is not read, because it leads to further addresses;"
          + " "
          + Advice.CAMERA),
  /** A description of a stream of DASH (ISO/IEC 23009-1). */
  DASH(
      start -> text(start).startsWith("<") && text(start).contains("<mpd"),
      "this is the description of a stream (DASH, MPD), which is not read, because it leads to"
          + " further addresses; "
          + Advice.CAMERA),
  /** A WebP of several pictures, told by the flag in its extended header. */
  ANIMATED_WEBP(
      UnsupportedContent::isAnimatedWebp,
      "this is an animated WebP, which is not read; convert it to MP4 or GIF, or its pictures to"
          + " WebP, PNG or JPEG"),
  /** An MP4 whose index comes last, from a server that can't be asked for it first. */
  MP4_INDEX_LAST(
      Mp4Layout::isIndexLast,
      "the index of this MP4 comes after its pictures, and the server doesn't give parts of the"
          + " file (no ranges); let the server give ranges, put the index first (ffmpeg -i IN -c"
          + " copy -movflags +faststart OUT.mp4), or fetch the file and name it");

  private static final class Advice {
    static final String CAMERA =
        "give the camera's address of RTSP (rtsp://…), or that of its MJPEG or MP4";
  }

  private static final int WEBP_FLAGS = 20;
  private static final int WEBP_ANIMATION = 0x02;

  @SuppressWarnings("ImmutableEnumChecker") // keeps nothing
  private final Predicate<byte[]> test;

  private final String words;

  UnsupportedContent(Predicate<byte[]> test, String words) {
    this.test = test;
    this.words = words;
  }

  /**
   * What content is, if it is one of these.
   *
   * @param start its first bytes, a few KiB or all
   * @param wholeOnly whether it comes from its beginning to its end only
   */
  static Optional<UnsupportedContent> of(byte[] start, boolean wholeOnly) {
    return Arrays.stream(values())
        .filter(each -> wholeOnly || each != MP4_INDEX_LAST)
        .filter(each -> each.test.test(start))
        .findFirst();
  }

  /** What it is, and what to do. */
  String words() {
    return words;
  }

  /** As text in lower case, without a byte order mark and blanks before it. */
  private static String text(byte[] start) {
    String text = new String(start, StandardCharsets.UTF_8);
    return (text.startsWith("\uFEFF") ? text.substring(1) : text)
        .stripLeading()
        .toLowerCase(Locale.ROOT);
  }

  private static boolean isAnimatedWebp(byte[] start) {
    String letters = new String(start, StandardCharsets.ISO_8859_1);
    return letters.startsWith("RIFF")
        && letters.startsWith("WEBPVP8X", 8)
        && start.length > WEBP_FLAGS
        && (start[WEBP_FLAGS] & WEBP_ANIMATION) != 0;
  }
}
