package sluice.video;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import sluice.core.Redaction;

/**
 * What FFmpeg says on one thread while it opens an input or an encoder, kept from the log: it
 * becomes part of the failure, if there is one, and is of no interest if there is none. Belongs to
 * the thread that made it, which closes it.
 */
final class FfmpegWords implements AutoCloseable {
  private static final ThreadLocal<@Nullable FfmpegWords> KEPT = new ThreadLocal<>();

  /** The part of FFmpeg that speaks, and an address: {@code [h264 @ 0x7f00]}. */
  private static final Pattern SPEAKER = Pattern.compile("^(?:\\[[^\\]]* @ [^\\]]*]\\s*)+");

  private String last = "";

  private FfmpegWords() {}

  /** From now on what FFmpeg says on this thread is kept. */
  static FfmpegWords keep() {
    FfmpegWords words = new FfmpegWords();
    KEPT.set(words);
    return words;
  }

  /** Keeps a line; false where this thread's lines belong to the log. */
  static boolean take(String line) {
    FfmpegWords words = KEPT.get();
    if (words == null) {
      return false;
    }
    String said = SPEAKER.matcher(line).replaceFirst("").replaceAll("\\p{Cntrl}", "?");
    words.last = Redaction.redact(said);
    return true;
  }

  /** The last line, without secrets; empty where there is none. */
  static String last() {
    FfmpegWords words = KEPT.get();
    return words == null ? "" : words.last;
  }

  @Override
  public void close() {
    KEPT.remove();
  }
}
