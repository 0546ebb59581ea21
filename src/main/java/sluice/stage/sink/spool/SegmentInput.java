package sluice.stage.sink.spool;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.zip.CRC32C;

/**
 * Reads the records of a segment file one after the other, through a buffer of fixed size, and
 * checks each. Not thread-safe.
 */
final class SegmentInput implements AutoCloseable {
  private static final int BUFFER = 16 << 10;

  /** What is at the place that is read. */
  enum Found {
    /** A sound record. */
    RECORD,
    /** Nothing. */
    END,
    /** The beginning of a record, and no more bytes. */
    INCOMPLETE,
    /** Something else. */
    WRONG
  }

  private final FileChannel channel;
  private final ByteBuffer buffer = ByteBuffer.allocate(BUFFER).limit(0);
  private final CRC32C sum = new CRC32C();

  /** Where the next record begins. */
  private long offset;

  /** Where the byte after those in the buffer is. */
  private long buffered;

  private long next;
  private long time;
  private byte[] content = {};

  /**
   * Opens a file.
   *
   * @param first the sequence of its first record
   */
  SegmentInput(Path file, long first) throws IOException {
    this.channel = FileChannel.open(file, StandardOpenOption.READ);
    this.next = first;
  }

  /** Whether it can still be read: the interrupt of a thread that reads closes it. */
  boolean isOpen() {
    return channel.isOpen();
  }

  /** Bytes of the file. */
  long size() throws IOException {
    return channel.size();
  }

  /** Bytes of the records that were read. */
  long offset() {
    return offset;
  }

  /** The sequence that the next record has to have. */
  long nextSequence() {
    return next;
  }

  /** When the record that was read last was appended, in milliseconds. */
  long time() {
    return time;
  }

  /** Content of the record that was read last by {@link #read}; the receiver's own. */
  byte[] content() {
    return content;
  }

  /**
   * Reads the next record; goes on to the one after only where it is sound.
   *
   * @param limit bytes of the file that may be looked at
   */
  Found read(long limit) throws IOException {
    return next(limit, true);
  }

  /** As {@link #read}, but the content is only checked. */
  Found skip(long limit) throws IOException {
    return next(limit, false);
  }

  private Found next(long limit, boolean keep) throws IOException {
    long left = limit - offset;
    if (left <= 0) {
      return Found.END;
    }
    if (left < RecordFormat.HEADER || !fill(RecordFormat.HEADER, limit)) {
      return Found.INCOMPLETE;
    }
    int start = buffer.position();
    int length = buffer.getInt(start);
    if (length < 0 || buffer.getLong(start + RecordFormat.UNSUMMED) != next) {
      return Found.WRONG;
    }
    if (length > left - RecordFormat.HEADER) {
      return Found.INCOMPLETE;
    }
    int expected = buffer.getInt(start + Integer.BYTES);
    long appendedAt = buffer.getLong(start + RecordFormat.UNSUMMED + Long.BYTES);
    sum.reset();
    sum.update(
        buffer.array(), start + RecordFormat.UNSUMMED, RecordFormat.HEADER - RecordFormat.UNSUMMED);
    buffer.position(start + RecordFormat.HEADER);
    byte[] kept = new byte[keep ? length : 0];
    if (!sumContent(length, kept, limit)) {
      rewind();
      return Found.INCOMPLETE;
    }
    if ((int) sum.getValue() != expected) {
      rewind();
      return Found.WRONG;
    }
    content = kept;
    time = appendedAt;
    offset += RecordFormat.HEADER + length;
    next++;
    return Found.RECORD;
  }

  private boolean sumContent(int length, byte[] kept, long limit) throws IOException {
    int done = 0;
    while (done < length) {
      if (!buffer.hasRemaining() && !fill(1, limit)) {
        return false;
      }
      int part = Math.min(buffer.remaining(), length - done);
      sum.update(buffer.array(), buffer.position(), part);
      if (kept.length > 0) {
        System.arraycopy(buffer.array(), buffer.position(), kept, done, part);
      }
      buffer.position(buffer.position() + part);
      done += part;
    }
    return true;
  }

  /** Forgets what is buffered, and stands before the record again. */
  private void rewind() {
    buffer.limit(0);
    buffered = offset;
  }

  /** Has at least so many bytes in the buffer; false where the file ends before. */
  private boolean fill(int bytes, long limit) throws IOException {
    if (buffer.remaining() >= bytes) {
      return true;
    }
    buffer.compact();
    while (buffer.position() < bytes) {
      // Not beyond the limit: what is there may still be written.
      buffer.limit((int) Math.min(buffer.capacity(), buffer.position() + limit - buffered));
      int read = channel.read(buffer, buffered);
      if (read <= 0) {
        break;
      }
      buffered += read;
    }
    buffer.flip();
    return buffer.remaining() >= bytes;
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
