package sluice.stage.sink.mqtt;

import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * What a sink keeps of a stream: the names of what has states at the broker, and those states as
 * the broker has acknowledged them. For one thread.
 */
final class StreamStates {
  /** Labels of a stream that are counted; of a model with more, those that are seen first. */
  static final int MOST_LABELS = 32;

  /** Lines or zones of a stream that are known by their messages alone. */
  private static final int MOST_NAMES = 100;

  private final String id;
  private final Set<String> labels = new TreeSet<>();
  private final Set<String> lines = new TreeSet<>();
  private final Set<String> zones = new TreeSet<>();
  private final Map<String, Publication> acknowledged = new LinkedHashMap<>();
  private final Map<String, Integer> counts = new HashMap<>();
  private boolean isUsed;
  private boolean hasListedLabels;
  private boolean isProfiled;
  private boolean isChanged;

  StreamStates(String id) {
    this.id = id;
  }

  String id() {
    return id;
  }

  Set<String> labels() {
    return labels;
  }

  Set<String> lines() {
    return lines;
  }

  Set<String> zones() {
    return zones;
  }

  /** Whether the stream uses the sink in this process, and not only in an earlier one. */
  boolean isUsed() {
    return isUsed;
  }

  /**
   * It is used from here on; whether that is new.
   *
   * @param listedLabels are its labels, and no others; empty: labels are those that are seen
   */
  boolean use(Collection<String> listedLabels) {
    boolean isNew = !isUsed;
    isUsed = true;
    hasListedLabels = false;
    if (!listedLabels.isEmpty()) {
      isChanged |= labels.retainAll(listedLabels);
      counts.keySet().retainAll(labels);
      listedLabels.stream().sorted().forEach(this::addLabel);
      hasListedLabels = true;
    }
    return isNew;
  }

  /** Adds a label; false where it is known, or isn't listed, or there are too many. */
  boolean addLabel(String label) {
    boolean isNew = !hasListedLabels && labels.size() < MOST_LABELS && labels.add(label);
    isChanged |= isNew;
    return isNew;
  }

  /** Its lines and zones are exactly these. */
  void profile(Collection<String> lineNames, Collection<String> zoneNames) {
    isProfiled = true;
    replace(lines, lineNames);
    replace(zones, zoneNames);
  }

  private static void replace(Set<String> all, Collection<String> others) {
    all.clear();
    all.addAll(others);
  }

  /** Whether a line has a state: one that was taken out has none, also where it is told of late. */
  boolean hasLine(String line) {
    return has(lines, line);
  }

  /** As {@link #hasLine}. */
  boolean hasZone(String zone) {
    return has(zones, zone);
  }

  private boolean has(Set<String> all, String name) {
    if (!isProfiled && all.size() < MOST_NAMES) {
      isChanged |= all.add(name);
    }
    return all.contains(name);
  }

  /** Whether names were added since it was asked last. */
  boolean takeChanged() {
    boolean changed = isChanged;
    isChanged = false;
    return changed;
  }

  /** Notes the count of a label; whether it is another one than this connection was given. */
  boolean count(String label, int count) {
    Integer before = counts.put(label, count);
    return before == null || before != count;
  }

  /** The connection was given no count yet, or not all of them have arrived. */
  void forgetCounts() {
    counts.clear();
  }

  /** The broker has states; an empty one is a state that is gone. */
  void acknowledge(List<Publication> states) {
    for (Publication state : states) {
      if (state.payload().length == 0) {
        acknowledged.remove(state.topic());
      } else {
        acknowledged.put(state.topic(), state);
      }
    }
  }

  /** States to publish with a new connection, which was given no count yet. */
  List<Publication> begin() {
    forgetCounts();
    return List.copyOf(acknowledged.values());
  }

  /** A state is not there any more. */
  void forget(String topic) {
    acknowledged.remove(topic);
  }
}
