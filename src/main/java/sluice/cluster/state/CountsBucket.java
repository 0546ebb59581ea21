package sluice.cluster.state;

import java.util.Collections;
import java.util.Comparator;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.apache.pekko.cluster.ddata.ReplicatedData;
import sluice.cluster.ClusterMessage;

/**
 * Part of the counts as nodes exchange and keep it. Where it would get too large, those of the
 * oldest runs are dropped: they are of streams that were removed long ago.
 *
 * @param records by stream
 */
record CountsBucket(NavigableMap<String, CountsRecord> records)
    implements ReplicatedData, ClusterMessage {
  static final CountsBucket EMPTY = new CountsBucket(Collections.emptyNavigableMap());

  /** Keeps its own copy, sorted: equal content has to be written as equal bytes. */
  CountsBucket {
    records = Collections.unmodifiableNavigableMap(new TreeMap<>(records));
  }

  CountsRecord get(String stream) {
    return records.getOrDefault(stream, CountsRecord.NONE);
  }

  /** The same with records, where they are later. */
  CountsBucket with(Map<String, CountsRecord> changed) {
    NavigableMap<String, CountsRecord> merged = new TreeMap<>(records);
    changed.forEach((stream, record) -> merged.merge(stream, record, CountsRecord::later));
    return merged.equals(records) ? this : new CountsBucket(withoutOldest(merged));
  }

  @Override
  public ReplicatedData merge(ReplicatedData other) {
    return with(((CountsBucket) other).records);
  }

  private static NavigableMap<String, CountsRecord> withoutOldest(
      NavigableMap<String, CountsRecord> records) {
    int bytes = 0;
    for (Map.Entry<String, CountsRecord> each : records.entrySet()) {
      bytes += size(each);
    }
    while (bytes > StreamBucket.MOST_BYTES) {
      Map.Entry<String, CountsRecord> oldest =
          Collections.min(
              records.entrySet(), Comparator.comparingLong(each -> each.getValue().epoch()));
      bytes -= size(oldest);
      records.remove(oldest.getKey());
    }
    return records;
  }

  private static int size(Map.Entry<String, CountsRecord> each) {
    return each.getKey().length() + each.getValue().size();
  }
}
