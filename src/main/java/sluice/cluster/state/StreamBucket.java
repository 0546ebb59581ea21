package sluice.cluster.state;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.apache.pekko.cluster.ddata.ReplicatedData;
import sluice.cluster.ClusterMessage;

/**
 * Part of the streams as nodes exchange and keep it. What was removed stays as a record that keeps
 * nothing, so that a node that was away doesn't bring it back; the oldest of too many are dropped.
 *
 * @param records by id
 */
record StreamBucket(NavigableMap<String, StreamRecord> records)
    implements ReplicatedData, ClusterMessage {
  static final StreamBucket EMPTY = new StreamBucket(Collections.emptyNavigableMap());

  /** What must fit into a message between nodes (256 KiB) with what stands around it. */
  static final int MOST_BYTES = 200 << 10;

  /** Removed streams that are remembered; about 25 KB of ids. */
  static final int MOST_REMOVED = 400;

  /** Keeps its own copy, sorted: equal content has to be written as equal bytes. */
  StreamBucket {
    records = Collections.unmodifiableNavigableMap(new TreeMap<>(records));
  }

  /** What it keeps of a stream. */
  StreamRecord get(String id) {
    return records.getOrDefault(id, StreamRecord.NONE);
  }

  /** The same with a record, unless it has a later one. */
  StreamBucket with(String id, StreamRecord record) {
    NavigableMap<String, StreamRecord> changed = new TreeMap<>(records);
    changed.merge(id, record, StreamRecord::later);
    return new StreamBucket(withoutOldest(changed));
  }

  @Override
  public ReplicatedData merge(ReplicatedData other) {
    NavigableMap<String, StreamRecord> merged = new TreeMap<>(records);
    ((StreamBucket) other)
        .records.forEach((id, record) -> merged.merge(id, record, StreamRecord::later));
    return merged.equals(records) ? this : new StreamBucket(withoutOldest(merged));
  }

  private static NavigableMap<String, StreamRecord> withoutOldest(
      NavigableMap<String, StreamRecord> records) {
    List<Map.Entry<String, StreamRecord>> removed = new ArrayList<>();
    for (Map.Entry<String, StreamRecord> each : records.entrySet()) {
      if (each.getValue().keepsNothing()) {
        removed.add(each);
      }
    }
    if (removed.size() > MOST_REMOVED) {
      removed.sort(Comparator.comparingLong(each -> each.getValue().version()));
      removed.subList(0, removed.size() - MOST_REMOVED).stream()
          .map(Map.Entry::getKey)
          .toList()
          .forEach(records::remove);
    }
    return records;
  }

  /** How much it takes in messages and files, in bytes, roughly. */
  int size() {
    int bytes = 0;
    for (Map.Entry<String, StreamRecord> each : records.entrySet()) {
      bytes += each.getKey().length() + each.getValue().size();
    }
    return bytes;
  }
}
