package sluice.stage.sink.kafka;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * Topics that could not be written to a moment ago. To ask for one again takes the client seconds
 * in which no other topic gets anything, so it is not asked with every call. For one thread.
 */
final class MissingTopics {
  /** How long a topic is not asked for again. */
  static final Duration REST = Duration.ofSeconds(30);

  private final Map<String, Absence> byTopic = new HashMap<>();
  private final LongSupplier nanoTime;

  MissingTopics(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
  }

  private record Absence(long since, Exception failure) {}

  void add(String topic, Exception failure) {
    byTopic.put(topic, new Absence(nanoTime.getAsLong(), failure));
  }

  /** Why a topic isn't asked for now; absent where it is. */
  Optional<Exception> failure(String topic) {
    Absence absence = byTopic.get(topic);
    if (absence == null) {
      return Optional.empty();
    }
    if (nanoTime.getAsLong() - absence.since() >= REST.toNanos()) {
      byTopic.remove(topic);
      return Optional.empty();
    }
    return Optional.of(absence.failure());
  }

  void clear() {
    byTopic.clear();
  }
}
