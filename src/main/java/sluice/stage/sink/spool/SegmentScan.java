package sluice.stage.sink.spool;

import java.io.IOException;
import java.nio.file.Path;

/**
 * What a segment file holds, from its start to its first record that isn't sound.
 *
 * @param segment its sound records
 * @param found why it ends there
 * @param cut bytes of the file after them
 * @param oldest when the record that was asked for, or the first after it, was appended, in
 *     milliseconds; {@link Long#MIN_VALUE} where there is none
 */
record SegmentScan(Segment segment, SegmentInput.Found found, long cut, long oldest) {

  /**
   * Reads a file from start to end, through a buffer of fixed size.
   *
   * @param wanted the sequence whose time is to be known
   */
  static SegmentScan of(Path file, long wanted) throws IOException {
    Segment segment = new Segment(file, SegmentFiles.first(file));
    try (SegmentInput input = new SegmentInput(file, segment.first)) {
      long size = input.size();
      long oldest = Long.MIN_VALUE;
      SegmentInput.Found found = input.skip(size);
      while (found == SegmentInput.Found.RECORD) {
        segment.add((int) (input.offset() - segment.bytes), input.time());
        if (oldest == Long.MIN_VALUE && segment.end > wanted) {
          oldest = input.time();
        }
        found = input.skip(size);
      }
      segment.fileBytes = size;
      return new SegmentScan(segment, found, size - segment.bytes, oldest);
    }
  }
}
