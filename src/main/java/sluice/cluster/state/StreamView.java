package sluice.cluster.state;

import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import sluice.service.control.PersistedStreams;

/**
 * The streams as this node knows them: the latest record of each, from its replica and from
 * acknowledged changes, whichever comes first. Thread-safe.
 */
final class StreamView {
  private static final Logger LOG = LoggerFactory.getLogger(StreamView.class);

  private final StreamCipher cipher;
  private final Map<String, StreamRecord> records = new TreeMap<>();
  private final Map<String, String> texts = new TreeMap<>();
  private final Set<String> unreadable = new HashSet<>();
  private PersistedStreams content = PersistedStreams.NONE;

  StreamView(StreamCipher cipher) {
    this.cipher = cipher;
  }

  /** Takes records over; true where content has changed by them. */
  synchronized boolean take(Map<String, StreamRecord> seen) {
    for (Map.Entry<String, StreamRecord> each : seen.entrySet()) {
      StreamRecord known = records.getOrDefault(each.getKey(), StreamRecord.NONE);
      StreamRecord later = StreamRecord.later(each.getValue(), known);
      if (!later.equals(known)) {
        records.put(each.getKey(), later);
        open(each.getKey(), later);
      }
    }
    PersistedStreams before = content;
    content = new PersistedStreams(texts, paused());
    return !content.equals(before);
  }

  private void open(String id, StreamRecord record) {
    texts.remove(id);
    if (record.text().isEmpty()) {
      unreadable.remove(id);
      return;
    }
    cipher
        .open(id, record.version(), record.text().get())
        .ifPresentOrElse(
            text -> {
              texts.put(id, text);
              unreadable.remove(id);
            },
            () -> {
              if (unreadable.add(id)) {
                LOG.error(
                    "stream {} of the API can't be read: it was kept with another"
                        + " sluice.cluster.state-key (expected: the same on all nodes); it is left"
                        + " as it is, and doesn't run here",
                    id);
              }
            });
  }

  private Set<String> paused() {
    Set<String> paused = new TreeSet<>();
    records.forEach(
        (id, record) -> {
          if (record.paused()) {
            paused.add(id);
          }
        });
    return paused;
  }

  /** What is kept, without what can't be read here; sorted by id. */
  synchronized PersistedStreams content() {
    return content;
  }

  /** The version of a stream; 0 where nothing was ever kept of it. */
  synchronized long version(String id) {
    return records.getOrDefault(id, StreamRecord.NONE).version();
  }

  /** Whether settings are kept that can't be read here. */
  synchronized boolean isUnreadable(String id) {
    return unreadable.contains(id);
  }
}
