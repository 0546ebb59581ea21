package sluice.stage.sink.spool;

import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What a spool holds, in memory: its segments, what is acknowledged of them, and what was lost.
 * Touches no file, so that none of its methods waits for a disk: the files of segments that it let
 * go of are for others to delete. Thread-safe.
 *
 * <p>The newest segment stays when all is acknowledged: its name keeps the sequence.
 */
final class SpoolState {
  private final Deque<Segment> segments = new ArrayDeque<>();
  private final List<Position.Gap> gaps = new ArrayList<>();
  private final Map<SpoolLoss, Long> losses = new EnumMap<>(SpoolLoss.class);
  private final RecentTimes appendedTimes = new RecentTimes();
  private final RecentTimes readTimes = new RecentTimes();
  private List<Path> released = new ArrayList<>();

  /** Sequence of the first record that isn't done with. */
  private long acknowledged;

  /** Sequence of the next record that is appended. */
  private long end;

  /** Bytes of the files of all segments. */
  private long bytes;

  /** When the first waiting record was appended, as far as is known. */
  private long oldest;

  /**
   * What a folder holds.
   *
   * @param found its segments in order, none of which reaches into the next
   * @param position what is acknowledged, what comes next, and which gaps are counted
   * @param lost records that were lost meanwhile
   * @param oldest when the first waiting record was appended, in milliseconds; of no matter where
   *     none waits
   */
  SpoolState(List<Segment> found, Position position, long lost, long oldest) {
    segments.addAll(found);
    gaps.addAll(position.gaps());
    acknowledged = position.acknowledged();
    end = position.end();
    bytes = found.stream().mapToLong(segment -> segment.fileBytes).sum();
    this.oldest = oldest;
    for (SpoolLoss cause : SpoolLoss.values()) {
      losses.put(cause, 0L);
    }
    count(SpoolLoss.DAMAGED, lost);
    settle();
  }

  synchronized long end() {
    return end;
  }

  synchronized long acknowledged() {
    return acknowledged;
  }

  /** What is to be kept in the position file. */
  synchronized Position position() {
    return new Position(acknowledged, end, gaps);
  }

  /** The segment that a record may be appended to; empty where a new one has to be begun. */
  synchronized Optional<Segment> tail() {
    Segment last = segments.peekLast();
    return last == null || last.sealed || last.end != end ? Optional.empty() : Optional.of(last);
  }

  /** Whether all records are done with. */
  synchronized boolean isDone() {
    return acknowledged >= end;
  }

  /** A new segment, for the next sequence. */
  synchronized Segment begin(Path folder) {
    Segment last = segments.peekLast();
    if (last != null && last.first == end) { // of no record, and given up
      segments.removeLast();
      bytes -= last.fileBytes;
    }
    Segment fresh = new Segment(SegmentFiles.of(folder, end), end);
    segments.addLast(fresh);
    return fresh;
  }

  /** Nothing more is appended to a segment. */
  synchronized void seal(Segment segment) {
    segment.sealed = true;
  }

  /**
   * The next record was written to the end of a segment.
   *
   * @param time of appending, in milliseconds
   * @return false where the segment was found damaged meanwhile: the record isn't in the spool
   */
  synchronized boolean appended(Segment segment, int size, long time) {
    if (segment.sealed || segment.end != end) {
      return false;
    }
    if (acknowledged == end) {
      oldest = time;
    }
    appendedTimes.put(end, time);
    segment.add(size, time);
    bytes += size;
    end++;
    return true;
  }

  /**
   * Lets the oldest segments go until there is room.
   *
   * @param size bytes that are to be appended
   * @param most bytes that all segments may have then
   */
  synchronized void makeRoom(long size, long most) {
    Segment first = segments.peekFirst();
    while (first != null && bytes + size > most && first.first < end) {
      count(SpoolLoss.SPOOL_FULL, first.recordsFrom(acknowledged));
      acknowledged = Math.max(acknowledged, first.end);
      removeFirst();
      first = segments.peekFirst();
    }
    settle();
  }

  /** The record with this sequence and all before are done with. */
  synchronized void acknowledge(long sequence) {
    acknowledged = Math.max(acknowledged, Math.min(sequence, end - 1) + 1);
    settle();
  }

  /**
   * Counts the segments from the oldest on that hold nothing that is young enough.
   *
   * @param youngest records of this time, in milliseconds, or before are too old
   */
  synchronized void expire(long youngest) {
    Segment first = segments.peekFirst();
    while (first != null && first.lastTime <= youngest) {
      count(SpoolLoss.EXPIRED, first.recordsFrom(acknowledged));
      acknowledged = Math.max(acknowledged, first.end);
      settle();
      Segment next = segments.peekFirst();
      first = next == first ? null : next; // the newest stays
    }
  }

  /**
   * Counts a record as too old where all before it are done with.
   *
   * @return whether it was counted
   */
  synchronized boolean expireRecord(long sequence) {
    if (sequence != acknowledged) {
      return false;
    }
    count(SpoolLoss.EXPIRED, 1);
    acknowledged++;
    return true;
  }

  /** What there is to read from a sequence on; empty where there is nothing. */
  synchronized Optional<Part> readable(long from) {
    long sequence = Math.max(from, acknowledged);
    for (Segment segment : segments) {
      if (segment.end > sequence) {
        return Optional.of(
            new Part(segment, Math.max(sequence, segment.first), segment.end, segment.bytes));
      }
    }
    return Optional.empty();
  }

  /** Records were read. */
  synchronized void noteRead(List<SpoolRecord> records) {
    for (SpoolRecord record : records) {
      readTimes.put(record.sequence(), record.appendedAt().toEpochMilli());
    }
    noteOldest();
  }

  /**
   * The rest of a segment can't be read.
   *
   * @param from sequence of its first record that can't
   * @param offset bytes of those before it
   * @return how many records are lost by that; below 0 where the segment was let go meanwhile
   */
  synchronized long damaged(Segment segment, long from, long offset) {
    if (!segments.contains(segment)) {
      return -1;
    }
    long lost = segment.recordsFrom(Math.max(from, acknowledged));
    if (from < segment.end) {
      gaps.add(new Position.Gap(from, segment.end));
    }
    count(SpoolLoss.DAMAGED, lost);
    segment.bytes = offset;
    segment.end = Math.max(segment.first, Math.min(from, segment.end));
    segment.sealed = true;
    settle();
    return lost;
  }

  /** The files of segments that were let go of since the last call. */
  synchronized List<Path> takeReleased() {
    if (released.isEmpty()) {
      return List.of();
    }
    List<Path> taken = released;
    released = new ArrayList<>();
    return taken;
  }

  /** All segments, in order. */
  synchronized List<Segment> segments() {
    return List.copyOf(segments);
  }

  synchronized SpoolStatus status() {
    long records = 0;
    double waiting = 0;
    for (Segment segment : segments) {
      long left = segment.recordsFrom(acknowledged);
      records += left;
      waiting += segment.isEmpty() ? 0 : (double) segment.bytes * left / segment.recordsFrom(0);
    }
    noteOldest();
    return new SpoolStatus(
        records,
        Math.round(waiting),
        records == 0 ? Optional.empty() : Optional.of(Instant.ofEpochMilli(oldest)),
        losses);
  }

  private void count(SpoolLoss cause, long lost) {
    losses.merge(cause, lost, Long::sum);
  }

  /** Lets go of segments that are done with, and steps over gaps. */
  private void settle() {
    while (segments.size() > 1 && segments.getFirst().end <= acknowledged) {
      removeFirst();
    }
    Segment first = segments.peekFirst();
    if (first == null || first.end <= acknowledged) {
      acknowledged = end;
    } else {
      acknowledged = Math.max(acknowledged, first.first);
    }
    gaps.removeIf(gap -> gap.end() <= acknowledged);
    noteOldest();
  }

  private void removeFirst() {
    Segment first = segments.removeFirst();
    bytes -= first.fileBytes;
    released.add(first.file);
  }

  private void noteOldest() {
    OptionalLong known = readTimes.get(acknowledged);
    if (known.isEmpty()) {
      known = appendedTimes.get(acknowledged);
    }
    Segment first = segments.peekFirst();
    if (known.isEmpty() && first != null && !first.isEmpty() && first.first == acknowledged) {
      known = OptionalLong.of(first.firstTime);
    }
    known.ifPresent(time -> oldest = time);
  }

  /**
   * Records that can be read.
   *
   * @param segment holds them
   * @param sequence of the first of them
   * @param end the sequence after the last
   * @param bytes of the file that may be looked at
   */
  record Part(Segment segment, long sequence, long end, long bytes) {}
}
