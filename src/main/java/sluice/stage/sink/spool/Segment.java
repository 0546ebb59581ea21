package sluice.stage.sink.spool;

import java.nio.file.Path;

/**
 * What is known of a segment file: records {@code first} to {@code end - 1}, one after the other.
 * Guarded by {@link SpoolState}.
 */
final class Segment {
  final Path file;
  final long first;

  /** Sequence after its last sound record. */
  long end;

  /** Bytes of its sound records, from the start of the file. */
  long bytes;

  /** Bytes of the file, with what isn't sound at its end. */
  long fileBytes;

  /** When its first record was appended, in milliseconds; meaningless where it is empty. */
  long firstTime;

  /** The latest time of its records. */
  long lastTime = Long.MIN_VALUE;

  /** Whether nothing may be appended to it any more. */
  boolean sealed;

  Segment(Path file, long first) {
    this.file = file;
    this.first = first;
    this.end = first;
  }

  boolean isEmpty() {
    return end == first;
  }

  /** Another record at its end. */
  void add(int size, long time) {
    if (isEmpty()) {
      firstTime = time;
    }
    lastTime = Math.max(lastTime, time);
    bytes += size;
    fileBytes += size;
    end++;
  }

  /** Its records from a sequence on. */
  long recordsFrom(long sequence) {
    return Math.max(0, end - Math.max(first, sequence));
  }
}
