package sluice.http.recording;

import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import java.util.regex.Pattern;
import sluice.core.ErrorCode;
import sluice.core.SluiceException;
import sluice.http.routing.ApiRequest;

/**
 * The time that a request is about.
 *
 * @param from its begin
 * @param to its end, after from
 */
record TimeSpan(Instant from, Instant to) {
  private static final Duration USUAL = Duration.ofDays(1);

  /** Years of four digits, with seconds and Z: what {@link Instant#parse} takes besides is none. */
  private static final Pattern FORM =
      Pattern.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(?:\\.[0-9]{1,9})?Z");

  private static final Pattern SECONDS = Pattern.compile("[0-9]{1,9}(?:\\.[0-9]{1,3})?");
  private static final double MILLIS = 1_000;

  /**
   * The time between {@code from} and {@code to} of a request's query: up to now where it names no
   * end, and a day where it names no begin.
   *
   * @throws SluiceException with {@link ErrorCode#USAGE} for what is no time
   */
  static TimeSpan of(ApiRequest call, Instant now) {
    Instant to = instant(call, "to").orElse(now);
    Instant from = instant(call, "from").orElseGet(() -> to.minus(USUAL));
    if (!from.isBefore(to)) {
      throw refused("from must be before to, which is %s here".formatted(to));
    }
    return new TimeSpan(from, to);
  }

  /**
   * The time between {@code from} and {@code to} of a request's query, both of which it has to
   * name: for what can't be undone.
   *
   * @throws SluiceException with {@link ErrorCode#USAGE} where one is missing, or is no time
   */
  static TimeSpan named(ApiRequest call) {
    return between(call.query("from"), call.query("to"));
  }

  /**
   * The time between two that a request names.
   *
   * @throws SluiceException with {@link ErrorCode#USAGE} where one is missing, or is no time
   */
  static TimeSpan between(Optional<String> from, Optional<String> to) {
    if (from.isEmpty() || to.isEmpty()) {
      throw refused("from and to must be named, as in from=2026-11-28T14:00:00Z");
    }
    TimeSpan time = new TimeSpan(read("from", from.get()), read("to", to.get()));
    if (!time.from().isBefore(time.to())) {
      throw refused("from must be before to");
    }
    return time;
  }

  /**
   * A time of a request's query; empty where it names none.
   *
   * @throws SluiceException with {@link ErrorCode#USAGE} for what is no time
   */
  static Optional<Instant> instant(ApiRequest call, String name) {
    return call.query(name).map(text -> read(name, text));
  }

  private static Instant read(String name, String text) {
    return parse(text)
        .orElseThrow(() -> refused(name + " must be a time in UTC, as in 2026-11-28T14:00:00Z"));
  }

  private static Optional<Instant> parse(String text) {
    try {
      return FORM.matcher(text).matches() ? Optional.of(Instant.parse(text)) : Optional.empty();
    } catch (DateTimeParseException e) {
      return Optional.empty(); // a month 13
    }
  }

  /**
   * The {@code step} of a request's query, in seconds.
   *
   * @param usual how many steps there are where it names none
   * @param most how many spans an answer may have, above 1
   * @throws SluiceException with {@link ErrorCode#USAGE} for none, or a smaller one
   */
  Duration step(ApiRequest call, int usual, int most) {
    long least = Math.max(1, Math.ceilDiv(length().toMillis(), most - 1));
    Optional<String> given = call.query("step");
    if (given.isEmpty()) {
      return Duration.ofMillis(Math.max(1, length().toMillis() / usual));
    }
    boolean number = SECONDS.matcher(given.get()).matches();
    long millis = number ? Math.round(Double.parseDouble(given.get()) * MILLIS) : 0;
    if (millis < least) {
      throw refused(
          "step must be a number of seconds, at least %s for this time: at most %d spans are given"
              .formatted(least / MILLIS, most));
    }
    return Duration.ofMillis(millis);
  }

  /** How long it is. */
  Duration length() {
    return Duration.between(from, to);
  }

  private static SluiceException refused(String detail) {
    return new SluiceException(ErrorCode.USAGE, detail);
  }
}
