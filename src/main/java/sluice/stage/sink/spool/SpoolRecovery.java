package sluice.stage.sink.spool;

import static sluice.stage.sink.spool.RecordFormat.HEADER;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import sluice.core.util.Plural;

/**
 * Finds out what a folder holds, when a spool is opened. Segments end where the next one begins, or
 * at their first record that isn't sound; what is missing between is counted as lost, once: gaps
 * that the position file knows of were counted before. What isn't sound at the end of the newest
 * segment was being written when the process or the machine stopped: a record that just ends too
 * early is no loss, for its append never returned.
 */
final class SpoolRecovery {
  private static final Logger LOG = LoggerFactory.getLogger(SpoolRecovery.class);

  private final List<Segment> segments = new ArrayList<>();
  private final List<Position.Gap> gaps;
  private final Position saved;
  private long acknowledged;
  private long end;
  private long lost;
  private long oldest = Long.MIN_VALUE;

  private SpoolRecovery(Position saved) {
    this.saved = saved;
    this.acknowledged = saved.acknowledged();
    this.end = saved.end();
    this.gaps = new ArrayList<>(saved.gaps());
  }

  /**
   * Reads the position and all segments that are not acknowledged as a whole; deletes the others.
   *
   * @throws IOException when the system can't read them
   */
  static SpoolState recover(Path folder) throws IOException {
    Optional<Position> known = PositionFile.read(folder);
    if (known.isEmpty() && Files.exists(folder.resolve(PositionFile.NAME))) {
      LOG.warn(
          "{} is damaged: what was acknowledged is sent again", folder.resolve(PositionFile.NAME));
    }
    SpoolRecovery recovery = new SpoolRecovery(known.orElse(new Position(0, 0, List.of())));
    List<Path> files = SegmentFiles.list(folder);
    for (int i = 0; i < files.size(); i++) {
      if (i + 1 < files.size()) {
        recovery.closed(files.get(i), SegmentFiles.first(files.get(i + 1)));
      } else {
        recovery.newest(files.get(i));
      }
    }
    if (files.isEmpty()) {
      recovery.empty(folder);
    }
    return new SpoolState(
        recovery.segments,
        new Position(recovery.acknowledged, recovery.end, recovery.gaps),
        recovery.lost,
        recovery.oldest);
  }

  private void empty(Path folder) {
    lost = countMissing(acknowledged, end);
    if (lost > 0) {
      LOG.warn("{} has no segment any more: {} lost", folder, Plural.of(lost, "record"));
    }
  }

  private void closed(Path file, long next) throws IOException {
    if (next <= acknowledged) {
      Files.deleteIfExists(file);
      return;
    }
    SegmentScan scan = scan(file);
    Segment segment = scan.segment();
    segment.end = Math.min(segment.end, next);
    segment.sealed = true;
    long missing = countMissing(segment.end, next);
    if (missing > 0) {
      damaged(file, segment.bytes, missing);
      gaps.add(new Position.Gap(segment.end, next));
    }
  }

  private void newest(Path file) throws IOException {
    SegmentScan scan = scan(file);
    Segment segment = scan.segment();
    long missing = countMissing(segment.end, saved.end());
    // Beyond what the position file knows of there is no telling how many there were.
    boolean isBeyond = scan.found() == SegmentInput.Found.WRONG && segment.end >= saved.end();
    if (missing > 0 || isBeyond) {
      damaged(file, segment.bytes, Math.max(1, missing));
    } else if (scan.cut() > 0) {
      LOG.info(
          "{}: {} after its last whole record are cut off", file, Plural.of(scan.cut(), "byte"));
    }
    // No record is smaller than its header: so none of those that are cut had a greater sequence.
    end = Math.max(saved.end(), segment.end + Math.ceilDiv(scan.cut(), (long) HEADER));
    if (segment.end < end) {
      segment.sealed = true;
      gaps.add(new Position.Gap(segment.end, end));
    }
    if (scan.cut() > 0) {
      try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
        channel.truncate(segment.bytes);
      }
      segment.fileBytes = segment.bytes;
    }
  }

  private SegmentScan scan(Path file) throws IOException {
    SegmentScan scan = SegmentScan.of(file, acknowledged);
    if (oldest == Long.MIN_VALUE) {
      oldest = scan.oldest();
    }
    segments.add(scan.segment());
    return scan;
  }

  /** How many sequences of a range without records are not known as lost. */
  private long countMissing(long from, long end) {
    long start = Math.max(from, acknowledged);
    return start < end ? saved.countUnknown(start, end) : 0;
  }

  private void damaged(Path file, long offset, long records) {
    LOG.warn("{} is damaged from byte {} on: {} lost", file, offset, Plural.of(records, "record"));
    lost += records;
  }
}
