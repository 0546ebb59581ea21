package sluice.core.util;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Reader of {@code Retry-After} (RFC 9110, section 10.2.3): how long to wait before the next
 * request to a busy server.
 */
public final class RetryAfter {
  private static final Pattern SECONDS = Pattern.compile("\\d{1,9}");

  private RetryAfter() {}

  /**
   * The wait that a header asks for; absent where it says nothing that can be read, or a time that
   * is past.
   *
   * @param header its value: seconds, or a date
   * @param now what the date counts from
   * @param most is taken where it asks for more
   */
  public static Optional<Duration> parse(String header, Instant now, Duration most) {
    String text = header.strip();
    return (SECONDS.matcher(text).matches()
            ? Optional.of(Duration.ofSeconds(Long.parseLong(text)))
            : until(text, now))
        .map(asked -> asked.compareTo(most) > 0 ? most : asked);
  }

  private static Optional<Duration> until(String date, Instant now) {
    try {
      Instant then = ZonedDateTime.parse(date, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant();
      return Optional.of(Duration.between(now, then)).filter(Duration::isPositive);
    } catch (DateTimeException | ArithmeticException e) {
      return Optional.empty();
    }
  }
}
