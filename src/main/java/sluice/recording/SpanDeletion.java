package sluice.recording;

import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import sluice.core.recording.DeletedSpan;
import sluice.core.recording.RecordedSegment;
import sluice.recording.files.EventPath;
import sluice.recording.files.SegmentDeletion;
import sluice.recording.index.EventIndex;
import sluice.recording.index.RecordingIndex;

/**
 * Deletes what a stream has in a span of time: files of which a part is in it, and events that are
 * in it as a whole. As with what is too old, their rows go into the garbage first, then the files
 * are deleted, then forgotten. What is locked stays. Used once, by one thread.
 */
final class SpanDeletion {
  private static final Logger LOG = LoggerFactory.getLogger(SpanDeletion.class);

  /** Files, and events, that are deleted in one transaction. */
  private static final int STEP = 100;

  /** A call ends when it has deleted so many of either; who calls again goes on. */
  static final int MOST = 5_000;

  private static final long LONGEST_NANOS = TimeUnit.SECONDS.toNanos(20);

  private final Path folder;
  private final RecordingIndex index;
  private final Object eventFiles;
  private final InstantSource clock;
  private long files;
  private long bytes;
  private long events;
  private long stuck;

  /**
   * A deletion in a store.
   *
   * @param folder the store's
   * @param eventFiles guards the files of its events
   */
  SpanDeletion(Path folder, RecordingIndex index, Object eventFiles, InstantSource clock) {
    this.folder = folder;
    this.index = index;
    this.eventFiles = eventFiles;
    this.clock = clock;
  }

  /**
   * Deletes, as much as it may at once. Blocks on the disk. An interrupt ends it after a hundred
   * files, and stays set.
   */
  DeletedSpan delete(String stream, Instant from, Instant to) {
    long began = System.nanoTime();
    boolean complete = false;
    while (!complete
        && files < MOST
        && events < MOST
        && stuck < STEP
        && System.nanoTime() - began < LONGEST_NANOS
        && !Thread.currentThread().isInterrupted()) {
      complete = !step(stream, from, to);
    }
    EventIndex.Kept kept = index.events().keptWithin(stream, from, to);
    return new DeletedSpan(
        files,
        bytes,
        events,
        stuck,
        kept.lockedEvents(),
        kept.files(),
        kept.bytes(),
        kept.otherEvents(),
        complete);
  }

  /** Whether there was something to delete. */
  private boolean step(String stream, Instant from, Instant to) {
    synchronized (eventFiles) {
      EventIndex.Discarded gone =
          index.events().discardWithin(stream, from, to, STEP, clock.instant());
      if (gone.events().isEmpty() && gone.video().isEmpty()) {
        return false;
      }
      List<String> names = new ArrayList<>();
      gone.video().forEach(segment -> names.add(segment.file()));
      gone.events()
          .forEach(event -> EventPath.all(event.id()).forEach(file -> names.add(file.text())));
      unlink(names);
      files += gone.video().size();
      bytes += gone.video().stream().mapToLong(RecordedSegment::bytes).sum();
      events += gone.events().size();
      return true;
    }
  }

  private void unlink(List<String> names) {
    SegmentDeletion.Outcome outcome = SegmentDeletion.delete(folder, names);
    index.forget(outcome.gone());
    stuck += outcome.failed().size();
    if (!outcome.failed().isEmpty()) {
      LOG.warn(
          "recordings: {} can't be deleted: {}; it is tried again and again",
          outcome.failed().getLast(),
          outcome.reason());
    }
  }
}
