package sluice.catalog.fetch;

import java.time.Duration;
import java.util.Optional;

/** Parser of {@code Retry-After}: how long to wait before the next request to a busy server. */
final class RetryAfter {
  private static final Duration MOST = Duration.ofMinutes(1);

  private RetryAfter() {}

  /** Seconds as the header gives them, at most a minute; dates are left to our own pauses. */
  static Optional<Duration> parse(String header) {
    if (!header.strip().matches("\\d{1,6}")) {
      return Optional.empty();
    }
    Duration asked = Duration.ofSeconds(Long.parseLong(header.strip()));
    return Optional.of(asked.compareTo(MOST) > 0 ? MOST : asked);
  }
}
