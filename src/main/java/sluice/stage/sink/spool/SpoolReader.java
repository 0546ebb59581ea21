package sluice.stage.sink.spool;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import sluice.core.util.Plural;

/**
 * Reads the records of a spool in order. Holds the one file that is open for it, and its place
 * there. For one thread at a time.
 */
final class SpoolReader implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(SpoolReader.class);

  private final SpoolState state;
  private @Nullable Segment segment;
  private @Nullable SegmentInput input;

  SpoolReader(SpoolState state) {
    this.state = state;
  }

  /**
   * Reads records; see {@link Spool#read}.
   *
   * @param youngest records of this time, in milliseconds, or before are too old
   */
  List<SpoolRecord> read(long from, int most, long mostBytes, long youngest) throws IOException {
    Batch batch = new Batch(most, mostBytes, youngest);
    try {
      long next = from;
      Optional<SpoolState.Part> found = state.readable(next);
      while (found.isPresent() && !batch.isFull()) {
        next = readSegment(found.get(), batch);
        found = state.readable(next);
      }
    } catch (IOException e) {
      closeQuietly(); // its place in the file is unknown
      throw e;
    }
    state.noteRead(batch.records);
    return batch.records;
  }

  /** Reads of one segment, and returns the sequence to go on with. */
  private long readSegment(SpoolState.Part part, Batch batch) throws IOException {
    SegmentInput source;
    try {
      source = at(part);
    } catch (NoSuchFileException e) {
      damaged(part, part.segment().first, 0, "is gone");
      return part.end();
    }
    boolean sound = true;
    while (sound && source.nextSequence() < part.sequence()) {
      sound = source.skip(part.bytes()) == SegmentInput.Found.RECORD;
    }
    while (sound && source.nextSequence() < part.end() && !batch.isFull()) {
      sound = source.read(part.bytes()) == SegmentInput.Found.RECORD;
      if (sound) {
        add(source, batch);
      }
    }
    if (!sound) {
      damaged(part, source.nextSequence(), source.offset(), "is damaged");
      return part.end();
    }
    return source.nextSequence();
  }

  private void add(SegmentInput source, Batch batch) {
    long sequence = source.nextSequence() - 1;
    boolean isOld = batch.records.isEmpty() && source.time() <= batch.youngest;
    if (!isOld || !state.expireRecord(sequence)) {
      batch.add(new SpoolRecord(sequence, Instant.ofEpochMilli(source.time()), source.content()));
    }
  }

  private SegmentInput at(SpoolState.Part part) throws IOException {
    SegmentInput current = input;
    if (current != null
        && part.segment() == segment
        && current.isOpen()
        && current.nextSequence() <= part.sequence()) {
      return current;
    }
    closeQuietly();
    SegmentInput opened = new SegmentInput(part.segment().file, part.segment().first);
    input = opened;
    segment = part.segment();
    return opened;
  }

  private void damaged(SpoolState.Part part, long from, long offset, String what) {
    long lost = state.damaged(part.segment(), from, offset);
    if (lost >= 0) {
      LOG.warn(
          "{} {} from byte {} on: {} lost",
          part.segment().file,
          what,
          offset,
          Plural.of(lost, "record"));
    }
  }

  private void closeQuietly() {
    SegmentInput open = input;
    input = null;
    segment = null;
    if (open != null) {
      try {
        open.close();
      } catch (IOException e) {
        LOG.debug("a segment was not closed in order", e);
      }
    }
  }

  @Override
  public void close() {
    closeQuietly();
  }

  /** When a record was appended at the latest that is too old now, in milliseconds. */
  static long youngest(Instant now, Duration maxAge) {
    long millis = now.toEpochMilli();
    return maxAge.compareTo(Duration.ofMillis(millis)) < 0 ? millis - maxAge.toMillis() : 0;
  }

  private static final class Batch {
    private final List<SpoolRecord> records = new ArrayList<>();
    private final int most;
    private final long mostBytes;
    private final long youngest;
    private long bytes;

    Batch(int most, long mostBytes, long youngest) {
      this.most = most;
      this.mostBytes = mostBytes;
      this.youngest = youngest;
    }

    void add(SpoolRecord record) {
      records.add(record);
      bytes += record.bytes().length;
    }

    boolean isFull() {
      return records.size() >= most || (!records.isEmpty() && bytes >= mostBytes);
    }
  }
}
