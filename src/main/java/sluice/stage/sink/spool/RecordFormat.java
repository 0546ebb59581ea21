package sluice.stage.sink.spool;

import java.nio.ByteBuffer;
import java.util.zip.CRC32C;

/**
 * A record in a segment file, big-endian: length of the content (int), CRC32C of all that follows
 * (int), sequence (long), time of appending in milliseconds since 1970 (long), content.
 */
final class RecordFormat {
  /** Bytes before the content. */
  static final int HEADER = Integer.BYTES * 2 + Long.BYTES * 2;

  /** Bytes before those that the sum covers. */
  static final int UNSUMMED = Integer.BYTES * 2;

  private RecordFormat() {}

  /** The whole record. */
  static byte[] encode(long sequence, long time, byte[] content) {
    byte[] record = new byte[HEADER + content.length];
    ByteBuffer buffer = ByteBuffer.wrap(record);
    buffer.putInt(content.length).putInt(0).putLong(sequence).putLong(time).put(content);
    CRC32C sum = new CRC32C();
    sum.update(record, UNSUMMED, record.length - UNSUMMED);
    buffer.putInt(Integer.BYTES, (int) sum.getValue());
    return record;
  }
}
