package sluice.cluster.state;

import java.util.Comparator;
import java.util.Optional;

/**
 * What is kept of a stream. Its version says which of two is later.
 *
 * @param version rises with each change of the stream, see {@link sluice.cluster.Terms}
 * @param paused whether it rests until it is resumed
 * @param text its settings as JSON, as {@link StreamCipher} sealed it; empty where it is one of the
 *     file, or was removed
 */
record StreamRecord(long version, boolean paused, Optional<String> text) {
  /** Of a stream that nobody has changed yet. */
  static final StreamRecord NONE = new StreamRecord(0, false, Optional.empty());

  /** By version; two of one version, which no writer makes, are told apart by what they hold. */
  private static final Comparator<StreamRecord> ORDER =
      Comparator.comparingLong(StreamRecord::version)
          .thenComparing(StreamRecord::paused)
          .thenComparing(record -> record.text().orElse(""));

  /** Whether all that it says is that there is nothing any more. */
  boolean keepsNothing() {
    return !paused && text.isEmpty();
  }

  /** The later one, whatever the order in which two are given. */
  static StreamRecord later(StreamRecord one, StreamRecord other) {
    return ORDER.compare(one, other) >= 0 ? one : other;
  }

  /** How much it takes in messages and files, in bytes, roughly. */
  int size() {
    return 32 + text.map(String::length).orElse(0);
  }

  /** Not for logs: without the text. */
  @Override
  public String toString() {
    return "version %d%s%s"
        .formatted(version, paused ? ", paused" : "", text.isPresent() ? ", with settings" : "");
  }
}
