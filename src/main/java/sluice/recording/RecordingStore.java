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
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
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
import sluice.core.recording.RecordingLoss;
import sluice.core.recording.RecordingSettings;
import sluice.core.util.FileFailure;
import sluice.recording.export.RecordingExports;
import sluice.recording.files.EventPath;
import sluice.recording.index.IndexRecovery;
import sluice.recording.index.RecordingIndex;
import sluice.recording.index.RecoveryReport;
import sluice.video.demux.PacketTap;

/**
 * A folder of recordings, its index, and the threads that write into both: one writes fragments,
 * some make finished files safe, one deletes. Thread-safe. Closed once, after the streams that are
 * recorded.
 */
public final class RecordingStore implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(RecordingStore.class);
  private static final String INDEX = "index.db";
  private static final Duration LOOK = Duration.ofSeconds(10);

  /** Where nothing can be written: recording goes on soon after there is room. */
  private static final Duration LOOK_SOON = Duration.ofSeconds(2);

  /** The store's size is looked at after each growth by such a part of what it may have. */
  private static final int GROWTHS = 200;

  /** What waits for the disk when the service ends is given up after that. */
  private static final Duration CLOSE_LIMIT = Duration.ofSeconds(10);

  private final StoreFolder place;
  private final Path folder;
  private final RecordingIndex index;
  private final Supplier<RetentionLimits> limits;
  private final InstantSource clock;
  private final Instant opened;
  private final boolean agreed;
  private final BlockingQueue<Runnable> tasks = new LinkedBlockingQueue<>();
  private final Map<String, StreamQueue> queues = new ConcurrentHashMap<>();
  private final StoreFigures figures = new StoreFigures();
  private final Room room;
  private final EventWriter events;
  private final MotionWriter motion;
  private final RecordingExports exports;
  private final SegmentFinisher finisher;
  private final Thread writer;
  private final Thread keeper;
  private final Semaphore lookNow = new Semaphore(0);
  private final AtomicBoolean closing = new AtomicBoolean();

  /** Whether all files are known to be in the index, but for those that are being written. */
  private volatile boolean recovered;

  private RecordingStore(
      StoreFolder place,
      RecordingIndex index,
      Supplier<RetentionLimits> limits,
      InstantSource clock) {
    this.place = place;
    this.folder = place.path();
    this.index = index;
    this.limits = limits;
    this.clock = clock;
    this.opened = clock.instant();
    this.agreed = index.endedCleanly() && !index.streams().isEmpty();
    this.room = new Room(place, new Retention(folder, index, this::limitsOfIndex, usable(folder)));
    this.events = new EventWriter(place, index, clock);
    this.motion = new MotionWriter(place, index);
    this.exports =
        new RecordingExports(
            folder, index, usable(folder), () -> limits.get().minFreeBytes(), clock);
    index.events().closeOpen().forEach(left -> events.tell(left, List.of()));
    this.finisher = new SegmentFinisher(folder, index, room);
    this.writer = Thread.ofPlatform().daemon().name("sluice-recording").start(this::write);
    this.keeper = Thread.ofPlatform().daemon().name("sluice-recording-keep").start(this::keep);
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
    StoreFolder place;
    try {
      Files.createDirectories(folder);
      place = new StoreFolder(folder);
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
      return new RecordingStore(place, index, limits, clock);
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
    if (agreed) {
      recovered = true;
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
      recovered = report.failed() == 0;
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

  /**
   * Something moved in a stream: files that have something of that time are kept as such, those too
   * that are finished later, or were before. Returns at once.
   *
   * @param from first instant of the time
   * @param to the instant after it
   */
  public void motion(String stream, Instant from, Instant to) {
    motion.tell(stream, from, to);
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
    try {
      place.require(); // files that aren't where they are looked for would be taken for deleted
    } catch (IOException e) {
      throw new SluiceException(
          ErrorCode.OUTPUT, "nothing was deleted: %s".formatted(e.getMessage()), e);
    }
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

  /** Files that are being written take room too. */
  private RetentionLimits limitsOfIndex() {
    return limits.get().besides(queues.values().stream().mapToLong(StreamQueue::openBytes).sum());
  }

  private StreamQueue queue(String stream, Duration segmentLength) {
    return new StreamQueue(
        stream, tasks::add, new StreamWriter(stream, folder, index, segmentLength, room, finisher));
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
    while (true) {
      try {
        Runnable task = tasks.poll(closing.get() ? 0 : 1, TimeUnit.SECONDS);
        if (task != null) {
          task.run();
        } else if (closing.get()) {
          return;
        }
      } catch (InterruptedException e) {
        return;
      } catch (RuntimeException e) {
        LOG.error("recordings: a fault of Sluice itself", e);
      }
    }
  }

  /** Deleting takes a disk long: nobody who records waits for it. */
  private void keep() {
    while (!closing.get()) {
      try {
        room.look();
        finisher.retry();
        exports.tidy();
      } catch (RuntimeException e) {
        LOG.error("recordings: a fault of Sluice itself", e);
      }
      try {
        Duration pause = room.isMissing() ? LOOK_SOON : LOOK;
        if (lookNow.tryAcquire(pause.toMillis(), TimeUnit.MILLISECONDS)) {
          lookNow.drainPermits();
        }
      } catch (InterruptedException e) {
        return;
      }
    }
  }

  /** Finishes the files, within a limit, and leaves the index in order. */
  @Override
  public void close() {
    long end = System.nanoTime() + CLOSE_LIMIT.toNanos();
    exports.close();
    events.close();
    motion.close();
    queues.values().forEach(StreamQueue::endRun);
    closing.set(true);
    tasks.add(() -> {});
    lookNow.release();
    try {
      if (!writer.join(left(end)) || !keeper.join(left(end)) || !finisher.close(left(end))) {
        LOG.warn(
            "recordings: the disk takes longer than {} s; the next start looks at what is"
                + " unfinished",
            CLOSE_LIMIT.toSeconds());
        writer.interrupt();
        keeper.interrupt();
        return; // the index belongs to the threads, which may be in it
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return;
    }
    if (!recovered || finisher.isIncomplete()) {
      index.leaveUnclean();
    }
    index.close();
  }

  private static Duration left(long end) {
    return Duration.ofNanos(Math.max(0, end - System.nanoTime()));
  }

  /** Room as {@link Retention} makes it. */
  private final class Room implements StoreRoom {
    private final StoreFolder place;
    private final Retention retention;
    private final AtomicLong growth = new AtomicLong();

    /** Whether the log says that files can't be deleted since the index or the disk fails. */
    private boolean told;

    private volatile Optional<Lack> lack = Optional.empty();

    Room(StoreFolder place, Retention retention) {
      this.place = place;
      this.retention = retention;
    }

    @Override
    public boolean isMissing() {
      return lack.isPresent();
    }

    @Override
    public String reason() {
      return lack.map(Lack::reason).orElse("");
    }

    @Override
    public RecordingLoss loss() {
      return lack.map(Lack::loss).orElse(RecordingLoss.NO_ROOM);
    }

    @Override
    public synchronized boolean look() {
      boolean before = isMissing();
      Optional<Lack> found = find();
      lack = found;
      if (!before && found.isPresent()) {
        LOG.error("recordings: {}; nothing is recorded until that changes", found.get().reason());
        lookNow.release(); // from now on it is looked at more often
      } else if (before && found.isEmpty()) {
        LOG.info("recordings: the disk can be written again");
      }
      return found.isPresent();
    }

    private Optional<Lack> find() {
      try {
        place.require();
        growth.set(0);
        boolean missing = retention.enforce(clock.instant()).roomMissing();
        figures.measured(index.totalBytes(), usable(folder).getAsLong());
        told = false;
        return missing
            ? lack(RecordingLoss.NO_ROOM, "there is too little room on the disk of " + folder)
            : Optional.empty();
      } catch (IOException e) {
        return lack(RecordingLoss.DISK_ERROR, FileFailure.reason(e));
      } catch (UncheckedIOException e) {
        IOException cause = Objects.requireNonNull(e.getCause());
        return lack(RecordingLoss.DISK_ERROR, folder + ": " + FileFailure.reason(cause));
      } catch (SluiceException e) {
        if (!told) {
          told = true;
          LOG.error("recordings: nothing can be deleted: {}", e.getMessage());
        }
        return Optional.empty(); // recording finds out by itself whether files can be written
      }
    }

    private static Optional<Lack> lack(RecordingLoss loss, String reason) {
      return Optional.of(new Lack(loss, reason));
    }

    @Override
    public void requireFolder() throws IOException {
      place.require();
    }

    @Override
    public void grown(long bytes) {
      figures.grown(bytes);
      if (growth.addAndGet(bytes) > limits.get().maxBytes() / GROWTHS) {
        lookNow.release();
      }
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

  /** Why nothing can be written, and as what it counts. */
  private record Lack(RecordingLoss loss, String reason) {}
}
