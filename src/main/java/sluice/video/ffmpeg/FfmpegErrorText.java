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
    words.last = Redaction.redact(said);
    return true;
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
    av_strerror(error, text, text.length);
    return new String(text, StandardCharsets.UTF_8).replace("\0", "") + " (" + error + ")";
  }

  @Override
  public void close() {
    KEPT.remove();
  }
}
