package sluice.stage.sink.mqtt;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What is to be published on the sink's own behalf, in order, the latest for each topic; those that
 * were given to a connection stay here until they are acknowledged. For one thread.
 */
final class DuePublications {
  private final Map<String, Publication> waiting = new LinkedHashMap<>();
  private final Map<String, Publication> given = new LinkedHashMap<>();

  /** Adds some behind all others. */
  void add(List<Publication> all) {
    for (Publication each : all) {
      waiting.remove(each.topic());
      waiting.put(each.topic(), each);
    }
  }

  /** Takes those that wait. */
  List<Publication> waiting() {
    return List.copyOf(waiting.values());
  }

  /** One is given to a connection. */
  void give(Publication publication) {
    waiting.remove(publication.topic());
    given.put(publication.topic(), publication);
  }

  /** The broker has one, or will never take it. */
  void settle(Publication publication) {
    given.remove(publication.topic(), publication);
  }

  /** What was given without an answer waits again, before the others. */
  void takeBack() {
    Map<String, Publication> later = new LinkedHashMap<>(waiting);
    waiting.clear();
    waiting.putAll(given);
    given.clear();
    later.values().forEach(each -> add(List.of(each)));
  }

  /** A connection begins: of what was due, only that states are gone still is. */
  void begin() {
    takeBack();
    waiting.values().removeIf(each -> each.payload().length > 0);
  }
}
