package sluice.recording.export;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import sluice.core.SluiceException;
import sluice.core.recording.ExportAnswer;
import sluice.core.recording.ExportPart;
import sluice.core.recording.RecordedSegment;
import sluice.core.recording.RecordingExport;
import sluice.core.util.FileFailure;
import sluice.core.util.PrivateFile;
import sluice.recording.index.RecordingIndex;

/**
 * The exports of a store: spans of its recordings as ordinary files, in a folder of their own, made
 * one after the other on a thread and kept for a day. What is not finished is deleted when the
 * store is opened next. Thread-safe.
 */
public final class RecordingExports implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(RecordingExports.class);

  /** Folder of all exports, in that of the store; no stream may be called so. */
  public static final String FOLDER = ".exports";

  /** Exports that wait for those before them, at most. */
  public static final int MOST_WAITING = 4;

  /** Exports that there are, at most. */
  public static final int MOST = 20;

  /** How long they are kept. */
  public static final Duration KEPT = Duration.ofHours(24);

  /** The longest span. */
  public static final Duration LONGEST = Duration.ofHours(24);

  private static final int MOST_FILES = 10_000;
  private static final int MOST_PARTS = 500;
  private static final Duration CLOSE_LIMIT = Duration.ofSeconds(5);
  private static final Pattern NUMBER = Pattern.compile("[1-9][0-9]{0,17}");

  private final Path store;
  private final Path folder;
  private final RecordingIndex index;
  private final LongSupplier usableBytes;
  private final LongSupplier minFreeBytes;
  private final InstantSource clock;
  private final Map<Long, ExportJob> jobs = new TreeMap<>();
  private long last;
  private volatile boolean closing;
  private final ThreadPoolExecutor thread =
      new ThreadPoolExecutor(
          1,
          1,
          1,
          TimeUnit.SECONDS,
          new LinkedBlockingQueue<>(), // as many as may wait, and deletions of those there are
          Thread.ofPlatform().daemon().name("sluice-recording-export").factory());

  /**
   * The exports that the last process has left; what it didn't finish is deleted. Blocks on the
   * disk.
   *
   * @param store the store's folder
   * @param usableBytes how much may still be written to its disk
   * @param minFreeBytes how much of that has to be left
   */
  public RecordingExports(
      Path store,
      RecordingIndex index,
      LongSupplier usableBytes,
      LongSupplier minFreeBytes,
      InstantSource clock) {
    this.store = store;
    this.folder = store.resolve(FOLDER);
    this.index = index;
    this.usableBytes = usableBytes;
    this.minFreeBytes = minFreeBytes;
    this.clock = clock;
    thread.allowCoreThreadTimeOut(true);
    find();
  }

  private void find() {
    if (!Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
      return;
    }
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder)) {
      for (Path entry : entries) {
        find(entry);
      }
    } catch (IOException e) {
      LOG.warn("exports of recordings: {} can't be read: {}", folder, FileFailure.reason(e));
    }
  }

  private void find(Path entry) {
    String name = String.valueOf(entry.getFileName());
    if (!NUMBER.matcher(name).matches()) {
      return; // not ours
    }
    long number = Long.parseLong(name);
    last = Math.max(last, number);
    try {
      jobs.put(number, ExportJob.found(ExportFacts.read(entry, number)));
    } catch (IOException e) {
      LOG.info("export {} of recordings was not finished, and is deleted", number);
      remove(number);
    }
  }

  /**
   * Asks for an export of what is recorded of a stream in a span. Blocks on the disk.
   *
   * @param from first instant; it begins with the key frame then or before
   * @param to the instant after it
   * @throws SluiceException when the index can't be read
   */
  public ExportAnswer begin(String stream, Instant from, Instant to) {
    if (Duration.between(from, to).compareTo(LONGEST) > 0) {
      return refused(
          ExportAnswer.Cause.TOO_LARGE,
          "from and to are more than %d h apart (expected: at most that)"
              .formatted(LONGEST.toHours()));
    }
    List<RecordedSegment> segments = index.segments(stream, from, to, MOST_FILES + 1);
    Optional<ExportAnswer> refusal = refusal(stream, segments);
    if (refusal.isPresent()) {
      return refusal.get();
    }
    ExportJob job;
    synchronized (jobs) {
      if (jobs.size() >= MOST) {
        return refused(
            ExportAnswer.Cause.TOO_MANY,
            "there are %d exports already; delete one that isn't needed any more"
                .formatted(jobs.size()));
      }
      if (jobs.values().stream().filter(ExportJob::isWaiting).count() >= MOST_WAITING) {
        return refused(
            ExportAnswer.Cause.BUSY,
            "%d exports wait already; try again when one of them is done".formatted(MOST_WAITING));
      }
      last = Math.max(last + 1, clock.instant().getEpochSecond());
      job = new ExportJob(last, stream, from, to, segments);
      jobs.put(last, job);
    }
    try {
      thread.execute(() -> make(job));
    } catch (RejectedExecutionException e) {
      forget(job);
      return refused(ExportAnswer.Cause.BUSY, "the service ends");
    }
    return new ExportAnswer.Taken(job.shown());
  }

  private Optional<ExportAnswer> refusal(String stream, List<RecordedSegment> segments) {
    if (segments.isEmpty()) {
      return Optional.of(
          refused(
              ExportAnswer.Cause.NOTHING,
              "nothing is kept of stream %s between from and to".formatted(stream)));
    }
    if (segments.size() > MOST_FILES) {
      return Optional.of(
          refused(
              ExportAnswer.Cause.TOO_LARGE,
              "more than %d files are recorded between from and to; ask for less"
                  .formatted(MOST_FILES)));
    }
    long parts = 1;
    for (int i = 1; i < segments.size(); i++) {
      parts += segments.get(i).follows(segments.get(i - 1)) ? 0 : 1;
    }
    if (parts > MOST_PARTS) {
      return Optional.of(
          refused(
              ExportAnswer.Cause.TOO_LARGE,
              "the recording has %d gaps and new runs between from and to, each of which begins a"
                      .formatted(parts - 1)
                  + " file (expected: at most %d); ask for less".formatted(MOST_PARTS - 1)));
    }
    long bytes = segments.stream().mapToLong(RecordedSegment::bytes).sum() + waitingBytes();
    long room = usableBytes.getAsLong() - minFreeBytes.getAsLong();
    return bytes <= room
        ? Optional.empty()
        : Optional.of(
            refused(
                ExportAnswer.Cause.NO_ROOM,
                "it would take up to %d MiB, and %d MiB may be written to the disk until"
                        .formatted(mib(bytes), Math.max(0, mib(room)))
                    + " sluice.recording.min-free is reached; ask for less, or lower"
                    + " sluice.recording.max-size"));
  }

  private static long mib(long bytes) {
    return bytes >> 20;
  }

  /** What exports that wait will take. */
  private long waitingBytes() {
    synchronized (jobs) {
      return jobs.values().stream().filter(ExportJob::isWaiting).mapToLong(ExportJob::total).sum();
    }
  }

  private static ExportAnswer refused(ExportAnswer.Cause cause, String detail) {
    return new ExportAnswer.Refused(cause, detail);
  }

  private void make(ExportJob job) {
    if (job.isGivenUp() || closing) {
      return;
    }
    job.begin();
    Path target = target(job.number());
    String failure;
    try {
      new ExportMaker(store, target, job, new Watch(job)).make();
      Instant expires = expires();
      ExportFacts facts = ExportFacts.of(job.shown(), expires);
      PrivateFile.replace(target.resolve(ExportFacts.FILE), facts.text());
      job.finish(expires);
      LOG.info(
          "export {} of stream {} from {} to {} is done: {} parts, {} bytes",
          job.number(),
          job.stream(),
          job.from(),
          job.to(),
          facts.parts().size(),
          job.shown().bytes());
      failure = "";
    } catch (IOException e) {
      failure = FileFailure.reason(e);
    } catch (SluiceException e) {
      failure = String.valueOf(e.getMessage());
    } catch (RuntimeException e) {
      LOG.error("export {} of recordings: a fault of Sluice itself", job.number(), e);
      failure = "a fault of Sluice itself, which its log names";
    }
    if (!failure.isEmpty()) {
      remove(job.number());
      job.fail(failure, expires());
      if (!job.isGivenUp() && !closing) {
        LOG.error("export {} of stream {}: {}", job.number(), job.stream(), failure);
      }
    }
    if (job.isGivenUp()) {
      remove(job.number());
    }
  }

  private Instant expires() {
    return clock.instant().plus(KEPT).truncatedTo(ChronoUnit.MILLIS);
  }

  /** All exports, the newest first. */
  public List<RecordingExport> all() {
    List<RecordingExport> result = new ArrayList<>();
    synchronized (jobs) {
      jobs.values().forEach(job -> result.addFirst(job.shown()));
    }
    return result;
  }

  /** An export; empty where there is none of this number. */
  public Optional<RecordingExport> find(long number) {
    synchronized (jobs) {
      return Optional.ofNullable(jobs.get(number)).map(ExportJob::shown);
    }
  }

  /** Where a part of an export lies; it may be gone. */
  public Path file(RecordingExport export, ExportPart part) {
    return target(export.number()).resolve(part.number() + ".mp4");
  }

  /**
   * Deletes an export, or gives it up. Its files go a little later.
   *
   * @return whether there was one
   */
  public boolean delete(long number) {
    ExportJob job;
    synchronized (jobs) {
      job = jobs.remove(number);
    }
    if (job == null) {
      return false;
    }
    job.giveUp();
    removeLater(number);
    return true;
  }

  private void forget(ExportJob job) {
    synchronized (jobs) {
      jobs.remove(job.number());
    }
  }

  private void removeLater(long number) {
    try {
      thread.execute(() -> remove(number)); // after it has ended, where it is being made
    } catch (RejectedExecutionException e) {
      LOG.debug("export {} is deleted at the next start", number, e);
    }
  }

  /** Deletes those that are too old, on their own thread. To be called now and then. */
  public void tidy() {
    Instant now = clock.instant();
    List<Long> old = new ArrayList<>();
    synchronized (jobs) {
      jobs.values().stream().filter(job -> job.isOver(now)).forEach(job -> old.add(job.number()));
    }
    old.forEach(this::delete);
  }

  private Path target(long number) {
    return folder.resolve(Long.toString(number));
  }

  private void remove(long number) {
    Path target = target(number);
    try (DirectoryStream<Path> files = Files.newDirectoryStream(target)) {
      // What says that the parts are whole goes first.
      Files.deleteIfExists(target.resolve(ExportFacts.FILE));
      for (Path file : files) {
        Files.deleteIfExists(file);
      }
      Files.deleteIfExists(target);
    } catch (NoSuchFileException e) {
      // It had no files yet.
    } catch (IOException e) {
      LOG.warn(
          "export {} of recordings can't be deleted: {}; the next start tries it again",
          number,
          FileFailure.reason(e));
    }
  }

  /** Gives up what is being made, within a limit; the next start deletes it. */
  @Override
  public void close() {
    closing = true;
    thread.shutdown();
    try {
      if (!thread.awaitTermination(CLOSE_LIMIT.toNanos(), TimeUnit.NANOSECONDS)) {
        LOG.warn("exports of recordings: the disk takes longer than {} s", CLOSE_LIMIT.toSeconds());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Watches over the copy of an export. */
  private final class Watch implements CopyWatch {
    private final ExportJob job;

    Watch(ExportJob job) {
      this.job = job;
    }

    @Override
    public boolean mayGoOn() {
      return !closing && !job.isGivenUp();
    }

    @Override
    public void read(long bytes) {
      job.read(bytes);
    }

    @Override
    public void requireRoom() throws IOException {
      if (usableBytes.getAsLong() < minFreeBytes.getAsLong()) {
        throw new IOException(
            "there is too little room on the disk of the recordings: less than"
                + " sluice.recording.min-free");
      }
    }
  }
}
