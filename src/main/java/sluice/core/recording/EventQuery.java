package sluice.core.recording;

import java.time.Instant;
import java.util.Optional;

/**
 * Which events are looked for; they have all that is said.
 *
 * @param stream id of their stream
 * @param label their class
 * @param from they end at or after it
 * @param to they begin before it
 * @param zone name of one that they have entered
 * @param line name of one that they have crossed
 * @param minScore their least score, 0 to 1
 * @param before id of an event: they come after it, newest first
 * @param limit so many, the newest ones; above 0
 */
public record EventQuery(
    Optional<String> stream,
    Optional<String> label,
    Optional<Instant> from,
    Optional<Instant> to,
    Optional<String> zone,
    Optional<String> line,
    double minScore,
    Optional<String> before,
    int limit) {

  /** The newest ones of all. */
  public static EventQuery newest(int limit) {
    return new EventQuery(
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        0,
        Optional.empty(),
        limit);
  }
}
