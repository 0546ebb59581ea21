package sluice.app.recording;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import sluice.config.settings.RecordingConfig;
import sluice.core.SluiceException;
import sluice.core.recording.RecordedRun;
import sluice.core.recording.RecordedSegment;
import sluice.core.recording.RecordedSpan;
import sluice.core.recording.RecordingSettings;
import sluice.core.recording.StreamRecording;
import sluice.http.recording.RecordingPort;
import sluice.recording.RecordingStore;
import sluice.recording.RetentionLimits;
import sluice.video.demux.PacketTap;

/**
 * The recordings of a service. The store is opened on a thread of its own, at the start where there
 * are recordings, else when the first stream is to be recorded; until then there is none of it.
 * Thread-safe.
 */
public final class ServiceRecordings implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ServiceRecordings.class);

  private static final Duration CLOSE_LIMIT = Duration.ofSeconds(5);

  private final Path folder;
  private final Supplier<RecordingConfig> settings;
  private final InstantSource clock;
  private final Map<String, Duration> ages = new ConcurrentHashMap<>();
  private @Nullable CompletableFuture<RecordingStore> opening;
  private @Nullable Thread opener;
  private boolean closed;

  /**
   * Recordings in a folder, whose store is not opened yet.
   *
   * @param settings as they are in force
   * @param clock date and time
   */
  public ServiceRecordings(Path folder, Supplier<RecordingConfig> settings, InstantSource clock) {
    this.folder = folder;
    this.settings = settings;
    this.clock = clock;
  }

  /** Opens the store where something was recorded before: it is shown, and deleted in time. */
  public void begin() {
    if (Files.isDirectory(folder)) {
      open();
    }
  }

  /** What records a stream; none where it is not to be recorded. */
  public List<PacketTap> taps(String stream, RecordingSettings wanted) {
    wanted.maxAge().ifPresentOrElse(age -> ages.put(stream, age), () -> ages.remove(stream));
    if (!wanted.enabled()) {
      return List.of();
    }
    open();
    return List.of(
        new DeferredTap(
            wanted.audio(),
            () -> store().map(store -> store.recorder(stream, wanted.audio(), wanted.segment()))));
  }

  private synchronized void open() {
    if (opening != null || closed) {
      return;
    }
    CompletableFuture<RecordingStore> store = new CompletableFuture<>();
    opening = store;
    opener = Thread.ofPlatform().daemon().name("sluice-recording-open").start(() -> open(store));
  }

  private void open(CompletableFuture<RecordingStore> store) {
    try {
      RecordingStore made = RecordingStore.open(folder, this::limits, clock);
      if (!store.complete(made)) {
        made.close();
        return;
      }
      made.recover();
    } catch (InterruptedException e) {
      LOG.info("recordings: not all files were looked at; the next start does that");
    } catch (SluiceException e) {
      LOG.error("recordings: {}; nothing is recorded", e.getMessage());
      store.completeExceptionally(e);
    } catch (RuntimeException | Error e) {
      LOG.error("recordings: a fault of Sluice itself; nothing is recorded", e);
      store.completeExceptionally(e);
    }
  }

  private RetentionLimits limits() {
    RecordingConfig now = settings.get();
    return new RetentionLimits(now.maxBytes(), now.minFreeBytes(), this::maxAge);
  }

  private Duration maxAge(String stream) {
    Duration all = settings.get().maxAge();
    Duration own = ages.getOrDefault(stream, all);
    return own.compareTo(all) < 0 ? own : all;
  }

  /** The store, where it is open. */
  private Optional<RecordingStore> store() {
    CompletableFuture<RecordingStore> begun;
    synchronized (this) {
      begun = opening;
    }
    return begun == null || !begun.isDone() || begun.isCompletedExceptionally()
        ? Optional.empty()
        : Optional.of(begun.join());
  }

  /** The store as the API shows it; empty where there is none. */
  public Optional<RecordingPort> port() {
    return store().map(StorePort::new);
  }

  /** Finishes what is recorded; after the streams. */
  @Override
  public void close() {
    CompletableFuture<RecordingStore> begun;
    Thread thread;
    synchronized (this) {
      closed = true;
      begun = opening;
      thread = opener;
    }
    if (begun == null || thread == null) {
      return;
    }
    begun.cancel(false);
    thread.interrupt();
    try {
      if (!thread.join(CLOSE_LIMIT)) {
        LOG.warn(
            "recordings: their disk doesn't answer; the next start looks at what is unfinished");
        return;
      }
      begun.join().close();
    } catch (CancellationException | CompletionException e) {
      LOG.debug("no store of recordings is open", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private record StorePort(RecordingStore store) implements RecordingPort {
    @Override
    public List<StreamRecording> streams() {
      return store.index().streams();
    }

    @Override
    public List<RecordedSpan> timeline(String stream, Instant from, Instant to, Duration step) {
      return store.index().timeline(stream, from, to, step);
    }

    @Override
    public List<RecordedSegment> segments(String stream, Instant from, Instant to, int most) {
      return store.index().segments(stream, from, to, most);
    }

    @Override
    public Optional<RecordedRun> run(long id) {
      return store.index().run(id);
    }

    @Override
    public Optional<byte[]> init(RecordedRun run) {
      return store.index().init(run.id());
    }

    @Override
    public Optional<RecordedSegment> segment(long id) {
      return store.index().segment(id);
    }

    @Override
    public Path file(RecordedSegment segment) {
      return store.file(segment);
    }
  }
}
