package sluice.video.proxy;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Parser of what a server answers at the beginning of a connection, which finds the {@code
 * Location} of a redirect (RFC 9110, section 15.4; RFC 2326, section 11.3). Of HTTP it reads the
 * first response, whose body's beginning it keeps; of RTSP all responses until media comes. What
 * can't be parsed is not looked at: FFmpeg judges it. One thread.
 */
final class ResponseWatcher {
  /** Most bytes of a response's header that are looked at. */
  static final int LONGEST_HEADER = 16 * 1024;

  private static final Pattern STATUS =
      Pattern.compile("(?:HTTP|RTSP)/\\d\\.\\d +(\\d{3})\\b", Pattern.CASE_INSENSITIVE);
  private static final char MEDIA = '$';

  private final boolean onlyFirst;
  private final Consumer<String> redirected;
  private final BodyStart body;
  private final StringBuilder header = new StringBuilder();
  private long bodyLeft;
  private boolean done;
  private boolean keepsBody;

  /**
   * A watcher of one connection.
   *
   * @param onlyFirst whether the first response is the only one of interest, as it is of HTTP
   * @param redirected hears each {@code Location} of a redirect, as the server wrote it
   * @param body keeps the beginning of what HTTP answers with
   */
  ResponseWatcher(boolean onlyFirst, Consumer<String> redirected, BodyStart body) {
    this.onlyFirst = onlyFirst;
    this.redirected = redirected;
    this.body = body;
  }

  /** Whether nothing that still comes is looked at. */
  boolean isDone() {
    return done && !keepsBody;
  }

  /** The next bytes of the server; they are copied as far as they are needed. */
  void accept(byte[] bytes, int length) {
    int i = 0;
    for (; i < length && !done; i++) {
      if (bodyLeft > 0) {
        long skipped = Math.min(bodyLeft, length - i);
        bodyLeft -= skipped;
        i += (int) skipped - 1;
      } else {
        append((char) (bytes[i] & 0xFF));
      }
    }
    if (keepsBody) {
      keepsBody = body.add(bytes, i, length);
    }
  }

  private void append(char next) {
    if (header.isEmpty() && (next == '\r' || next == '\n')) {
      return; // blank lines between messages
    }
    header.append(next);
    if (header.charAt(0) == MEDIA || header.length() >= LONGEST_HEADER) {
      done = true;
    } else if (next == '\n' && endsWithBlankLine()) {
      read(header.toString());
      header.setLength(0);
      done |= onlyFirst;
    }
  }

  private boolean endsWithBlankLine() {
    int last = header.length() - 1;
    int before = header.charAt(last - 1) == '\r' ? last - 2 : last - 1;
    return before >= 0 && header.charAt(before) == '\n';
  }

  private void read(String text) {
    Matcher status = STATUS.matcher(text);
    if (!status.lookingAt()) {
      done = true;
      return;
    }
    if (status.group(1).startsWith("3")) {
      field(text, "location").ifPresent(redirected);
    }
    if (onlyFirst && status.group(1).startsWith("2")) {
      keepsBody = body.begin(field(text, "transfer-encoding").isPresent(), hasRanges(text));
    }
    bodyLeft = field(text, "content-length").flatMap(ResponseWatcher::size).orElse(0L);
  }

  private static boolean hasRanges(String text) {
    return field(text, "content-range").isPresent()
        || field(text, "accept-ranges").filter("bytes"::equalsIgnoreCase).isPresent();
  }

  private static Optional<String> field(String text, String name) {
    return text.lines()
        .skip(1)
        .filter(line -> line.toLowerCase(Locale.ROOT).startsWith(name + ":"))
        .map(line -> latin1AsUtf8(line.substring(name.length() + 1).strip()))
        .filter(value -> !value.isEmpty())
        .findFirst();
  }

  private static String latin1AsUtf8(String text) {
    return new String(text.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
  }

  private static Optional<Long> size(String digits) {
    return digits.matches("\\d{1,9}") ? Optional.of(Long.parseLong(digits)) : Optional.empty();
  }
}
