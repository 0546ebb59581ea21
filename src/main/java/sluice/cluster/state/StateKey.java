package sluice.cluster.state;

import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.apache.pekko.cluster.ddata.Key;
import org.apache.pekko.cluster.ddata.ReplicatedData;

/**
 * Keys of the cluster's data. They are fixed: a replicator can neither list keys of a majority nor
 * tell of unknown ones. Streams are spread over them, so that a change sends a small part.
 */
final class StateKey<T extends ReplicatedData> extends Key<T> {
  /** Begins the names of all keys, and with them of all files. */
  static final String PREFIX = "sluice-";

  /** The term of the writer. */
  static final StateKey<Term> TERM = new StateKey<>("term");

  /** 80 streams each where there are 10,000. */
  private static final int BUCKETS = 128;

  /** All parts of the streams. */
  static final List<StateKey<StreamBucket>> STREAMS = buckets("streams");

  /** All parts of the counts. */
  static final List<StateKey<CountsBucket>> COUNTS = buckets("counts");

  private static final long serialVersionUID = 1L;

  private StateKey(String name) {
    super(PREFIX + name);
  }

  private static <T extends ReplicatedData> List<StateKey<T>> buckets(String name) {
    return IntStream.range(0, BUCKETS)
        .mapToObj(each -> new StateKey<T>(String.format(Locale.ROOT, "%s-%03d", name, each)))
        .toList();
  }

  /** The part that keeps a stream. */
  static StateKey<StreamBucket> ofStream(String id) {
    return STREAMS.get(Math.floorMod(id.hashCode(), BUCKETS));
  }

  /** The part that keeps the counts of a stream. */
  static StateKey<CountsBucket> ofCounts(String id) {
    return COUNTS.get(Math.floorMod(id.hashCode(), BUCKETS));
  }
}
