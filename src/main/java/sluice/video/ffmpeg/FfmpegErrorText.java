package sluice.video.ffmpeg;

import static org.bytedeco.ffmpeg.global.avutil.AVERROR_DECODER_NOT_FOUND;
import static org.bytedeco.ffmpeg.global.avutil.AVERROR_HTTP_FORBIDDEN;
import static org.bytedeco.ffmpeg.global.avutil.AVERROR_HTTP_NOT_FOUND;
import static org.bytedeco.ffmpeg.global.avutil.AVERROR_HTTP_UNAUTHORIZED;
import static org.bytedeco.ffmpeg.global.avutil.AVERROR_PROTOCOL_NOT_FOUND;
import static org.bytedeco.ffmpeg.global.avutil.av_strerror;

import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import sluice.core.util.MessageText;
import sluice.core.util.Redaction;

/**
 * Error messages of FFmpeg: the text of an error code, and the last log line of one thread while it
 * opens an input or an encoder. That line is kept from the log: it becomes part of the failure, if
 * there is one, and is of no interest if there is none. Belongs to the thread that made it, which
 * closes it.
 */
public final class FfmpegErrorText implements AutoCloseable {
  private static final ThreadLocal<@Nullable FfmpegErrorText> KEPT = new ThreadLocal<>();

  /** The part of FFmpeg that speaks, and an address: {@code [h264 @ 0x7f00]}. */
  private static final Pattern SPEAKER = Pattern.compile("^(?:\\[[^\\]@]*+@ [^\\]]*+]\\s*+){1,9}");

  /** What FFmpeg writes for the length of a stream that has none: 2^64 - 1. */
  private static final String UNKNOWN_SIZE = "18446744073709551615";

  private static final int TEXT_BYTES = 128;

  private String last = "";

  private FfmpegErrorText() {}

  /** From now on what FFmpeg says on this thread is kept. */
  public static FfmpegErrorText keep() {
    FfmpegErrorText words = new FfmpegErrorText();
    KEPT.set(words);
    return words;
  }

  /** Keeps a line; false where this thread's lines belong to the log. */
  static boolean take(String line) {
    FfmpegErrorText words = KEPT.get();
    if (words == null) {
      return false;
    }
    String said = MessageText.printable(SPEAKER.matcher(line).replaceFirst(""));
    words.last = Redaction.redact(plain(said));
    return true;
  }

  /** A line of FFmpeg without numbers that stand for "unknown". */
  static String plain(String line) {
    return line.contains(UNKNOWN_SIZE) ? line.replace(", should be " + UNKNOWN_SIZE, "") : line;
  }

  /** The last line, without secrets; empty where there is none. */
  public static String last() {
    FfmpegErrorText words = KEPT.get();
    return words == null ? "" : words.last;
  }

  /** What an error code means, in words. */
  public static String of(int error) {
    if (error == AVERROR_HTTP_UNAUTHORIZED) {
      return "user or password refused (401)";
    }
    if (error == AVERROR_HTTP_FORBIDDEN) {
      return "access refused (403)";
    }
    if (error == AVERROR_HTTP_NOT_FOUND) {
      return "not found there (404)";
    }
    if (error == AVERROR_PROTOCOL_NOT_FOUND || error == AVERROR_DECODER_NOT_FOUND) {
      return "this needs a protocol or codec that is not allowed or not built in";
    }
    byte[] text = new byte[TEXT_BYTES];
    if (av_strerror(error, text, text.length) < 0) {
      return "for a reason that FFmpeg has no words for (its code: " + error + ")";
    }
    return new String(text, StandardCharsets.UTF_8).replace("\0", "");
  }

  @Override
  public void close() {
    KEPT.remove();
  }
}
