package sluice.telemetry;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * A ring buffer of events in the order of their arrival, in memory that is reused. As objects,
 * which are kept for a minute each, they would be promoted from the young generation, and garbage
 * in the old one is left there for hours: the process would grow all that time. The memory for data
 * grows with what was kept at once and stays so. For one thread.
 */
final class EventRing {
  private static final int FIRST_BYTES = 1 << 16;

  private final int mostBytes;

  /** Rings of the same length: an event has the same place in each. */
  private final String[] streams;

  private final String[] types;
  private final long[] millis;
  private final int[] starts;
  private final int[] lengths;
  private int first;
  private int size;

  /** A ring, too: the events' data in UTF-8, one behind the other. */
  private byte[] data = new byte[FIRST_BYTES];

  private int firstByte;
  private int bytes;

  /**
   * An event.
   *
   * @param index 0 for the oldest that is kept
   * @param at when it was, to a millisecond
   * @param stream on which stream
   * @param type what it was
   * @param data more of it
   */
  record Kept(int index, Instant at, String stream, String type, String data) {}

  /**
   * Keeps nothing yet.
   *
   * @param mostEvents at the most; older ones make room
   * @param mostBytes of data at the most, but for an event that has more by itself
   */
  EventRing(int mostEvents, int mostBytes) {
    this.mostBytes = mostBytes;
    this.streams = new String[mostEvents];
    this.types = new String[mostEvents];
    this.millis = new long[mostEvents];
    this.starts = new int[mostEvents];
    this.lengths = new int[mostEvents];
  }

  int size() {
    return size;
  }

  /** Keeps an event as the newest. */
  void add(Instant at, String stream, String type, String text) {
    byte[] added = text.getBytes(StandardCharsets.UTF_8);
    while (size > 0 && (size == streams.length || bytes + added.length > mostBytes)) {
      removeFirst();
    }
    makeRoom(added.length);
    int slot = (first + size) % streams.length;
    streams[slot] = stream;
    types[slot] = type;
    millis[slot] = at.toEpochMilli();
    lengths[slot] = added.length;
    starts[slot] = (firstByte + bytes) % data.length;
    write(added, starts[slot]);
    size++;
    bytes += added.length;
  }

  /** Forgets what is older. */
  void forgetBefore(Instant oldest) {
    while (size > 0 && millis[first] < oldest.toEpochMilli()) {
      removeFirst();
    }
  }

  private void removeFirst() {
    firstByte = (firstByte + lengths[first]) % data.length;
    bytes -= lengths[first];
    first = (first + 1) % streams.length;
    size--;
  }

  /**
   * The first event of some streams.
   *
   * @param from index to search from, at least 0
   * @param wanted of which streams
   */
  Optional<Kept> next(int from, Predicate<String> wanted) {
    for (int i = from; i < size; i++) {
      int slot = (first + i) % streams.length;
      if (wanted.test(streams[slot])) {
        Instant at = Instant.ofEpochMilli(millis[slot]);
        String text = new String(read(starts[slot], lengths[slot]), StandardCharsets.UTF_8);
        return Optional.of(new Kept(i, at, streams[slot], types[slot], text));
      }
    }
    return Optional.empty();
  }

  private void makeRoom(int more) {
    if (bytes + more > data.length) {
      int length = Math.max(bytes + more, Math.min(2 * data.length, mostBytes));
      int before = data.length;
      data = Arrays.copyOf(read(firstByte, bytes), length);
      for (int i = 0; i < size; i++) {
        int slot = (first + i) % streams.length;
        starts[slot] = Math.floorMod(starts[slot] - firstByte, before);
      }
      firstByte = 0;
    }
  }

  private byte[] read(int start, int length) {
    byte[] result = new byte[length];
    int atEnd = Math.min(length, data.length - start);
    System.arraycopy(data, start, result, 0, atEnd);
    System.arraycopy(data, 0, result, atEnd, length - atEnd);
    return result;
  }

  private void write(byte[] added, int start) {
    int atEnd = Math.min(added.length, data.length - start);
    System.arraycopy(added, 0, data, start, atEnd);
    System.arraycopy(added, atEnd, data, 0, added.length - atEnd);
  }
}
