package sluice.catalog.fetch;

import java.net.http.HttpHeaders;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Byte range of a file that a response holds: {@code Content-Range: bytes 100-199/200}.
 *
 * @param from the first byte
 * @param total the whole file's size; empty for {@code *}
 */
record ContentRange(long from, OptionalLong total) {
  private static final Pattern FORM =
      Pattern.compile("bytes (\\d{1,18})-\\d{1,18}/(\\d{1,18}|\\*)");

  /** The part that the headers name; empty when they don't, or in another form. */
  static Optional<ContentRange> of(HttpHeaders headers) {
    Matcher matcher = FORM.matcher(headers.firstValue("Content-Range").orElse(""));
    if (!matcher.matches()) {
      return Optional.empty();
    }
    String total = matcher.group(2);
    return Optional.of(
        new ContentRange(
            Long.parseLong(matcher.group(1)),
            total.equals("*") ? OptionalLong.empty() : OptionalLong.of(Long.parseLong(total))));
  }
}
