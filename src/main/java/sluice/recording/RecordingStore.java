package sluice.recording;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import sluice.core.ErrorCode;
import sluice.core.SluiceException;
import sluice.core.recording.DeletedSpan;
import sluice.core.recording.EventPart;
import sluice.core.recording.RecordedEvent;
import sluice.core.recording.RecordedSegment;
import sluice.core.recording.RecorderState;
import sluice.core.recording.RecorderStatus;
import sluice.core.recording.RecordingSettings;
import sluice.core.util.FileFailure;
import sluice.recording.export.RecordingExports;
import sluice.recording.files.EventPath;
import sluice.recording.index.IndexRecovery;
import sluice.recording.index.RecordingIndex;
import sluice.recording.index.RecoveryReport;
import sluice.video.demux.PacketTap;

/**
 * A folder of recordings, its index, and the thread that writes into both. Thread-safe. Closed
 * once, after the streams that are recorded.
 */
public final class RecordingStore implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(RecordingStore.class);
  private static final String INDEX = "index.db";
  private static final long LOOK_NANOS = TimeUnit.SECONDS.toNanos(10);

  /** What waits for the disk when the service ends is given up after that. */
  private static final Duration CLOSE_LIMIT = Duration.ofSeconds(10);

  private final Path folder;
  private final RecordingIndex index;
  private final Retention retention;
  private final InstantSource clock;
  private final Instant opened;
  private final BlockingQueue<Runnable> tasks = new LinkedBlockingQueue<>();
  private final Map<String, StreamQueue> queues = new ConcurrentHashMap<>();
  private final StoreFigures figures = new StoreFigures();
  private final Room room = new Room();
  private final EventWriter events;
  private final RecordingExports exports;
  private final Thread thread;
  private final AtomicBoolean closing = new AtomicBoolean();

  private RecordingStore(
      Path folder, RecordingIndex index, Supplier<RetentionLimits> limits, InstantSource clock) {
    this.folder = folder;
    this.index = index;
    this.retention = new Retention(folder, index, limits, usable(folder));
    this.clock = clock;
    this.opened = clock.instant();
    this.events = new EventWriter(folder, index, clock);
    this.exports =
        new RecordingExports(
            folder, index, usable(folder), () -> limits.get().minFreeBytes(), clock);
    index.events().closeOpen().forEach(left -> events.tell(left, List.of()));
    this.thread = Thread.ofPlatform().daemon().name("sluice-recording").start(this::write);
  }

  /**
   * Opens a folder, or makes it. An index that is damaged is put aside, and made anew by {@link
   * #recover}.
   *
   * @param limits asked again and again
   * @param clock date and time
   * @throws SluiceException {@link ErrorCode#OUTPUT} when the folder can't be had
   */
  public static RecordingStore open(
      Path folder, Supplier<RetentionLimits> limits, InstantSource clock) {
    RecordingIndex index;
    try {
      Files.createDirectories(folder);
      index = IndexRecovery.open(folder.resolve(INDEX), clock.instant()).index();
    } catch (IOException e) {
      throw new SluiceException(
          ErrorCode.OUTPUT,
          "sluice.recording.path: "
              + folder
              + " can't be used ("
              + FileFailure.reason(e)
              + "; expected: a folder that this user may write into)",
          e);
    }
    try {
      return new RecordingStore(folder, index, limits, clock);
    } catch (RuntimeException e) {
      index.close();
      throw e;
    }
  }

  /** Whether there is a store in a folder. Blocks on the disk. */
  public static boolean isIn(Path folder) {
    return Files.isRegularFile(folder.resolve(INDEX));
  }

  /**
   * Makes index and files agree where the last process that had the folder was killed, or the index
   * is new; meanwhile streams are recorded already. To be called once; may take long.
   *
   * @throws InterruptedException when the thread is interrupted; the next start does the rest
   */
  public void recover() throws InterruptedException {
    if (index.endedCleanly() && !index.streams().isEmpty()) {
      return;
    }
    try {
      RecoveryReport report =
          IndexRecovery.recover(
              folder,
              index,
              opened,
              so ->
                  LOG.info(
                      "recordings: {} rows and {} files were looked at", so.rows(), so.files()));
      LOG.info(
          "recordings: of {} files {} were taken into the index, {} of them cut behind their last"
              + " whole fragment; {} without one were deleted, {} rows had no file",
          report.files(),
          report.added(),
          report.cut(),
          report.deleted(),
          report.dropped());
    } catch (IOException e) {
      LOG.error(
          "recordings: {} can't be read ({}); the next start looks again",
          folder,
          FileFailure.reason(e));
    }
  }

  private static LongSupplier usable(Path folder) {
    return () -> {
      try {
        return Files.getFileStore(folder).getUsableSpace();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    };
  }

  /**
   * A tap that records a stream; for one reader at a time, which may open it again.
   *
   * @param stream its id
   * @param settings of its recording; the length of files counts from the next one on
   */
  public PacketTap recorder(String stream, RecordingSettings settings) {
    return recorder(stream, settings, clock, System::nanoTime);
  }

  /** The same by other clocks. */
  PacketTap recorder(
      String stream, RecordingSettings settings, InstantSource wall, LongSupplier nanoClock) {
    StreamQueue queue = queues.computeIfAbsent(stream, id -> queue(id, settings.segment()));
    queue.configure(settings);
    return new RecorderTap(queue, settings.audio(), wall, nanoClock);
  }

  /**
   * An event began, changed or ended: it is kept, and where a stream is recorded for its events, so
   * is its video. Returns at once.
   *
   * @param parts those that have changed
   */
  public void tell(RecordedEvent event, List<EventPart> parts) {
    events.tell(event, parts);
    StreamQueue queue = queues.get(event.stream());
    if (queue != null) {
      queue.tell(event);
    }
  }

  /** These are the best pictures of an event so far, which was told before. Returns at once. */
  public void pictures(String event, EventPictures pictures) {
    events.pictures(event, pictures);
  }

  /**
   * Locks an event, so that nothing of it is deleted, or undoes that. Blocks on the disk.
   *
   * @return the event as it is then; empty where there is none
   * @throws SluiceException when that can't be written
   */
  public Optional<RecordedEvent> lock(String event, boolean locked) {
    return events.lock(event, locked);
  }

  /**
   * Deletes an event that has ended and isn't locked, with its files and the video that no other
   * event keeps. Blocks on the disk.
   *
   * @return how many files of video went
   * @throws SluiceException when that can't be written
   */
  public int delete(RecordedEvent event) {
    return events.delete(event);
  }

  /**
   * Deletes what a stream has in a span of time: files of which a part is in it, the one that is
   * being written too, and events that are in it as a whole, with their files and the video that
   * was recorded for them alone. Locked events stay with their video. Blocks on the disk.
   *
   * @param from first instant of the span
   * @param to the instant after it
   * @return what came of it; not all may be deleted at once
   * @throws SluiceException when that can't be written, or the disk takes too long
   */
  public DeletedSpan delete(String stream, Instant from, Instant to) {
    StreamQueue queue = queues.get(stream);
    if (queue != null) {
      closeOpenFile(queue, from, to);
    }
    DeletedSpan deleted =
        new SpanDeletion(folder, index, events.files(), clock).delete(stream, from, to);
    figures.grown(-deleted.bytes());
    return deleted;
  }

  private void closeOpenFile(StreamQueue queue, Instant from, Instant to) {
    CountDownLatch done = new CountDownLatch(1);
    queue.close(from, to, done::countDown);
    try {
      if (!done.await(CLOSE_LIMIT.toNanos(), TimeUnit.NANOSECONDS)) {
        throw new SluiceException(
            ErrorCode.OUTPUT,
            "nothing was deleted: the disk of the recordings takes longer than %d s to close the"
                    .formatted(CLOSE_LIMIT.toSeconds())
                + " file that is being written; try again later");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new SluiceException(ErrorCode.OUTPUT, "nothing was deleted: the service ends", e);
    }
  }

  /** Where a file of an event lies; it may not be there. */
  public Path file(String event, EventPath.Kind kind) {
    return EventPath.of(event, kind).in(folder);
  }

  private StreamQueue queue(String stream, Duration segmentLength) {
    return new StreamQueue(
        stream, tasks::add, new StreamWriter(stream, folder, index, segmentLength, room));
  }

  /** Spans of what is recorded as ordinary files. */
  public RecordingExports exports() {
    return exports;
  }

  /** What is recorded, and was. */
  public RecordingIndex index() {
    return index;
  }

  /** Where a file of the index lies. */
  public Path file(RecordedSegment segment) {
    return folder.resolve(segment.file());
  }

  /** How a stream's recording goes; waiting where it was never recorded since the start. */
  public RecorderStatus status(String stream) {
    StreamQueue queue = queues.get(stream);
    return queue == null ? RecorderStatus.of(RecorderState.WAITING) : queue.status();
  }

  /** A stream is gone: what is counted of it is not needed any more. Its recordings stay. */
  public void forget(String stream) {
    StreamQueue queue = queues.remove(stream);
    if (queue != null) {
      queue.endRun();
    }
  }

  /** Bytes of all files that are finished, some seconds ago at most. */
  public long bytes() {
    return figures.bytes();
  }

  /** Bytes that may still be written to the disk, some seconds ago at most; -1: not known. */
  public long freeBytes() {
    return figures.freeBytes();
  }

  /** How many files were made safe on the disk so far. */
  public long syncs() {
    return figures.syncs();
  }

  /** How long that took together, in nanoseconds. */
  public long syncNanos() {
    return figures.syncNanos();
  }

  private void write() {
    long looked = System.nanoTime() - LOOK_NANOS;
    while (true) {
      try {
        Runnable task = tasks.poll(1, TimeUnit.SECONDS);
        if (task != null) {
          task.run();
        } else if (closing.get()) {
          return;
        }
        if (System.nanoTime() - looked >= LOOK_NANOS) {
          looked = System.nanoTime();
          room.look();
          exports.tidy();
        }
      } catch (InterruptedException e) {
        return;
      } catch (RuntimeException e) {
        LOG.error("recordings: a fault of Sluice itself", e);
      }
    }
  }

  /** Finishes the files, within a limit, and leaves the index in order. */
  @Override
  public void close() {
    exports.close();
    events.close();
    queues.values().forEach(StreamQueue::endRun);
    closing.set(true);
    tasks.add(() -> {});
    try {
      if (!thread.join(CLOSE_LIMIT)) {
        LOG.warn(
            "recordings: the disk takes longer than {} s; the next start looks at what is"
                + " unfinished",
            CLOSE_LIMIT.toSeconds());
        thread.interrupt();
        return; // the index belongs to the thread, which may be in it
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return;
    }
    index.close();
  }

  /** Room as {@link Retention} makes it. */
  private final class Room implements StoreRoom {
    private volatile String missing = "";

    @Override
    public boolean isMissing() {
      return !missing.isEmpty();
    }

    @Override
    public String reason() {
      return missing;
    }

    @Override
    public boolean look() {
      String before = missing;
      missing =
          retention.enforce(clock.instant()).roomMissing()
              ? "there is too little room on the disk of " + folder
              : "";
      figures.measured(index.totalBytes(), usable(folder).getAsLong());
      if (before.isEmpty() && !missing.isEmpty()) {
        LOG.error("recordings: {}; nothing is recorded until there is room", missing);
      } else if (!before.isEmpty() && missing.isEmpty()) {
        LOG.info("recordings: there is room again");
      }
      return isMissing();
    }

    @Override
    public void grown(long bytes) {
      figures.grown(bytes);
    }

    @Override
    public void synced(long nanos) {
      figures.synced(nanos);
    }

    @Override
    public long nanos() {
      return System.nanoTime();
    }
  }
}
