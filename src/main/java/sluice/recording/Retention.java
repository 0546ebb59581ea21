package sluice.recording;

import static sluice.core.recording.RetentionLevel.CONTINUOUS;
import static sluice.core.recording.RetentionLevel.EVENT;
import static sluice.core.recording.RetentionLevel.LOCKED;
import static sluice.core.recording.RetentionLevel.MOTION;

import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import sluice.core.SluiceException;
import sluice.core.recording.RecordedEvent;
import sluice.core.recording.RecordedSegment;
import sluice.core.recording.RetentionLevel;
import sluice.core.recording.StreamRecording;
import sluice.recording.RetentionReport.Deleted;
import sluice.recording.files.EventPath;
import sluice.recording.files.SegmentDeletion;
import sluice.recording.index.RecordingIndex;

/**
 * Keeps a store within its limits, by deleting the oldest files, level by level. A file's row goes
 * into the garbage first, then the file is deleted, then forgotten, so that no row is without its
 * file whatever happens between, and no file is forgotten that is there.
 *
 * <p>Has no thread of its own; used by one thread at a time.
 */
public final class Retention {
  private static final Logger LOG = LoggerFactory.getLogger(Retention.class);

  /** Files that are deleted in one transaction. */
  static final int STEP = 100;

  /** So many files of a call at most are deleted for their age: room is made in between. */
  static final int MOST_OLD = 50 * STEP;

  /** Of the garbage of before, so many files of a call are tried again. */
  private static final int MOST_TRIED = 10 * STEP;

  /** A store above its size is brought down to this part of it, in hundredths. */
  private static final int KEPT_PERCENT = 95;

  private final Path folder;
  private final RecordingIndex index;
  private final Supplier<RetentionLimits> limits;
  private final LongSupplier usableBytes;

  /** Whether the log says that files can't be deleted. */
  private boolean told;

  /** The last file of the garbage that was tried: the next call goes on after it. */
  private String tried = "";

  /**
   * Deletes nothing yet.
   *
   * @param folder the store's
   * @param index of that folder
   * @param limits asked once by each call
   * @param usableBytes how much may still be written to the folder's disk
   */
  public Retention(
      Path folder,
      RecordingIndex index,
      Supplier<RetentionLimits> limits,
      LongSupplier usableBytes) {
    this.folder = folder;
    this.index = index;
    this.limits = limits;
    this.usableBytes = usableBytes;
  }

  /**
   * Deletes what is too old, and the oldest files of all streams where the store is too large or
   * the disk too full. Blocks on the disk. An interrupt ends it after a hundred files, and stays
   * set.
   *
   * @throws SluiceException when the index can't be read or written
   */
  public RetentionReport enforce(Instant now) {
    return new Call(now).run();
  }

  private record Oldest(RetentionLevel level, List<RecordedSegment> files) {}

  /** What one call does. */
  private final class Call {
    private final Instant now;
    private final RetentionLimits limits = Retention.this.limits.get();
    private int stuck;

    /** Not measured at the end: files are added meanwhile, and those are for the next call. */
    private boolean roomMissing;

    Call(Instant now) {
      this.now = now;
    }

    RetentionReport run() {
      retryGarbage();
      for (String stream : index.events().streams()) {
        deleteOldEvents(stream);
      }
      Deleted age = Deleted.NOTHING;
      for (StreamRecording stream : index.streams()) {
        String id = stream.stream();
        Duration video = limits.maxAge().apply(id);
        Duration motion = limits.keepMotion().apply(id);
        age = age.plus(deleteOld(id, CONTINUOUS, video, MOST_OLD - age.files()));
        age = age.plus(deleteOld(id, MOTION, motion, MOST_OLD - age.files()));
      }
      boolean more = age.files() >= MOST_OLD;
      Deleted size = shrink();
      Deleted space = makeSpace();
      told &= stuck > 0;
      return new RetentionReport(age, size, space, stuck, roomMissing, more);
    }

    private void retryGarbage() {
      List<String> files = index.garbage(tried, MOST_TRIED);
      if (files.isEmpty() && !tried.isEmpty()) {
        files = index.garbage("", MOST_TRIED);
      }
      tried = files.size() < MOST_TRIED ? "" : files.getLast();
      unlink(files);
    }

    /** Deletes the events of a stream that are too old, and what was recorded for them alone. */
    private void deleteOldEvents(String stream) {
      Instant end = before(limits.keepEvents().apply(stream));
      long deleted = 0;
      while (deleted < MOST_OLD && mayGoOn()) {
        List<RecordedEvent> old = index.events().endedBefore(stream, end, STEP);
        if (old.isEmpty()) {
          break;
        }
        delete(old, false);
        deleted += old.size();
      }
    }

    private void delete(List<RecordedEvent> events, boolean withVideo) {
      List<String> files = new ArrayList<>();
      index.events().discard(events, withVideo, now).forEach(segment -> files.add(segment.file()));
      events.forEach(event -> EventPath.all(event.id()).forEach(file -> files.add(file.text())));
      unlink(files);
    }

    /** Deletes what of a stream's level is too old. */
    private Deleted deleteOld(String stream, RetentionLevel level, Duration age, long most) {
      Instant end = before(age);
      Deleted deleted = Deleted.NOTHING;
      while (deleted.files() < most && mayGoOn()) {
        List<RecordedSegment> old = index.endedBefore(stream, level, end, STEP);
        if (old.isEmpty()) {
          break;
        }
        deleted = deleted.plus(delete(old));
      }
      return deleted;
    }

    private Instant before(Duration age) {
      try {
        return now.minus(age);
      } catch (DateTimeException | ArithmeticException e) {
        return Instant.MIN; // for ever
      }
    }

    private Deleted shrink() {
      Deleted deleted = Deleted.NOTHING;
      long kept = index.totalBytes();
      while (kept > limits.maxBytes()) {
        Deleted part = deleteOldest(kept - limits.maxBytes() / 100 * KEPT_PERCENT);
        deleted = deleted.plus(part);
        kept = index.totalBytes();
        if (part.files() == 0 || !mayGoOn()) {
          roomMissing |= kept > limits.maxBytes();
          break;
        }
      }
      return deleted;
    }

    /**
     * Deletes as much as is missing, and no more before the next call: room that doesn't come,
     * since somebody else takes it or the file system gives it back late, must not cost all
     * recordings. Less than half of it is what is recorded meanwhile.
     */
    private Deleted makeSpace() {
      long missing = limits.minFreeBytes() - usableBytes.getAsLong();
      if (missing <= 0) {
        return Deleted.NOTHING;
      }
      Deleted deleted = deleteOldest(missing);
      roomMissing |= limits.minFreeBytes() - usableBytes.getAsLong() > missing / 2;
      return deleted;
    }

    /**
     * Deletes the oldest files of all streams, with so many bytes at least: level by level. Events
     * go with the last of their files; what is locked stays.
     */
    private Deleted deleteOldest(long bytes) {
      Deleted deleted = Deleted.NOTHING;
      while (deleted.bytes() < bytes && mayGoOn()) {
        Oldest oldest = oldest();
        if (oldest.files().isEmpty()) {
          break;
        }
        List<RecordedSegment> step = first(oldest.files(), bytes - deleted.bytes());
        deleted = deleted.plus(delete(step));
        if (oldest.level() == EVENT) {
          deleteWithoutVideo(step);
        }
      }
      return deleted;
    }

    /** The oldest files of the first level that has any. */
    private Oldest oldest() {
      for (RetentionLevel level : RetentionLevel.byDeletion()) {
        List<RecordedSegment> files = index.oldest(level, STEP);
        if (!files.isEmpty()) {
          return new Oldest(level, files);
        }
      }
      return new Oldest(LOCKED, List.of());
    }

    private void deleteWithoutVideo(List<RecordedSegment> gone) {
      Map<String, Instant> ends = new TreeMap<>();
      gone.forEach(
          segment ->
              ends.merge(
                  segment.stream(),
                  segment.endsAt(),
                  (one, other) -> one.isAfter(other) ? one : other));
      ends.forEach((stream, end) -> delete(index.events().withoutVideo(stream, end, STEP), false));
    }

    /** The first files that have so many bytes together; all where they have fewer. */
    private static List<RecordedSegment> first(List<RecordedSegment> files, long bytes) {
      List<RecordedSegment> first = new ArrayList<>();
      long sum = 0;
      for (RecordedSegment file : files) {
        if (sum >= bytes) {
          break;
        }
        first.add(file);
        sum += file.bytes();
      }
      return first;
    }

    /** Where files can't be deleted, giving up their rows would only lose them. */
    private boolean mayGoOn() {
      return stuck < STEP && !Thread.currentThread().isInterrupted();
    }

    private Deleted delete(List<RecordedSegment> segments) {
      index.discard(segments, now);
      unlink(segments.stream().map(RecordedSegment::file).toList());
      return new Deleted(
          segments.size(), segments.stream().mapToLong(RecordedSegment::bytes).sum());
    }

    private void unlink(List<String> files) {
      SegmentDeletion.Outcome outcome = SegmentDeletion.delete(folder, files);
      index.forget(outcome.gone());
      stuck += outcome.failed().size();
      if (!outcome.failed().isEmpty() && !told) {
        told = true;
        LOG.warn(
            "recordings: {} can't be deleted: {}; it is tried again and again",
            outcome.failed().getLast(),
            outcome.reason());
      }
    }
  }
}
