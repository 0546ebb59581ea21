package sluice.app.cluster;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Rates of streams over a minute or more, out of their counters. A rate over a second says nothing
 * of a stream with one result a second: it has none, one or two in each. For one thread.
 */
final class LongRates {
  private final Duration least;
  private final Map<String, Window> windows = new HashMap<>();

  /**
   * What is counted in a stream.
   *
   * @param since when it came into the state that it is in
   * @param at when the counters were read
   * @param in frames of the source
   * @param inferred results
   */
  record Counters(Instant since, Instant at, long in, long inferred) {}

  /** Frames of the source and results a second. */
  record Rates(double in, double inferred) {}

  private record Window(Counters from, @Nullable Rates last) {}

  /**
   * No stream yet.
   *
   * @param least shortest time that a rate is taken over
   */
  LongRates(Duration least) {
    this.least = least;
  }

  /**
   * The rates of a stream that runs, of its latest full window; empty before the end of the first
   * one since it began to run.
   *
   * @param now its counters
   */
  Optional<Rates> of(String stream, Counters now) {
    Window window = windows.get(stream);
    if (window == null || !window.from().since().equals(now.since())) {
      windows.put(stream, new Window(now, null));
      return Optional.empty();
    }
    Counters from = window.from();
    Duration passed = Duration.between(from.at(), now.at());
    if (passed.compareTo(least) < 0) {
      return Optional.ofNullable(window.last());
    }
    double seconds = passed.toMillis() / 1e3;
    Rates rates =
        new Rates((now.in() - from.in()) / seconds, (now.inferred() - from.inferred()) / seconds);
    windows.put(stream, new Window(now, rates));
    return Optional.of(rates);
  }

  /** Forgets all streams but some. */
  void retain(Set<String> streams) {
    windows.keySet().retainAll(streams);
  }
}
