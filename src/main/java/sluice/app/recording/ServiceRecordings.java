package sluice.app.recording;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import sluice.config.settings.RecordingConfig;
import sluice.core.ErrorCode;
import sluice.core.SluiceException;
import sluice.core.StreamObserver;
import sluice.core.recording.DeletedSpan;
import sluice.core.recording.EventPart;
import sluice.core.recording.EventQuery;
import sluice.core.recording.ExportAnswer;
import sluice.core.recording.ExportPart;
import sluice.core.recording.RecordedEvent;
import sluice.core.recording.RecordedRun;
import sluice.core.recording.RecordedSegment;
import sluice.core.recording.RecordedTimeline;
import sluice.core.recording.RecorderState;
import sluice.core.recording.RecorderStatus;
import sluice.core.recording.RecordingExport;
import sluice.core.recording.RecordingLoss;
import sluice.core.recording.RecordingMode;
import sluice.core.recording.RecordingPicture;
import sluice.core.recording.RecordingSettings;
import sluice.core.recording.StreamRecording;
import sluice.core.recording.TimePatch;
import sluice.core.util.FileFailure;
import sluice.http.recording.ExportPort;
import sluice.http.recording.RecordingPort;
import sluice.recording.EventPictures;
import sluice.recording.RecordingStore;
import sluice.recording.RetentionLimits;
import sluice.recording.export.RecordingExports;
import sluice.recording.files.ClockTimes;
import sluice.recording.files.EventPath;
import sluice.stage.events.EventRules;
import sluice.stage.events.RunEvents;
import sluice.telemetry.RecordingFacts;
import sluice.video.demux.PacketTap;

/**
 * The recordings of a service. The store is opened on a thread of its own, at the start where there
 * is one, else when the first stream is to be recorded; until then there is none of it, and no
 * thread. Where it can't be opened, that is tried again and again. Thread-safe.
 */
public final class ServiceRecordings implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ServiceRecordings.class);

  private static final Duration CLOSE_LIMIT = Duration.ofSeconds(5);
  private static final Duration RETRY = Duration.ofSeconds(10);

  private final Path folder;
  private final Supplier<RecordingConfig> settings;
  private final Function<String, Optional<RecordingSettings>> streams;
  private final Consumer<RecordingFacts> metrics;
  private final InstantSource clock;
  private final Map<String, StreamEvents> events = new ConcurrentHashMap<>();
  private final EventPainter painter = new EventPainter(this::keep);
  private final Thumbnails thumbnails = new Thumbnails();

  /** Streams that can't be recorded whatever their packets are, and why. */
  private final Map<String, String> unsupported = new ConcurrentHashMap<>();

  /** Nanoseconds of video that were missed since the store can't be opened, by streams. */
  private final Map<String, AtomicLong> missed = new ConcurrentHashMap<>();

  private final CountDownLatch closing = new CountDownLatch(1);

  /** Why the store isn't open; empty where that isn't known yet. */
  private volatile String failure = "";

  private @Nullable CompletableFuture<RecordingStore> opening;
  private @Nullable Thread opener;

  /**
   * Recordings in a folder, whose store is not opened yet.
   *
   * @param settings as they are in force
   * @param streams settings of a stream, whether it runs or not; absent of those that are gone
   * @param metrics is given what the store tells, once it is open
   * @param clock date and time
   */
  public ServiceRecordings(
      Path folder,
      Supplier<RecordingConfig> settings,
      Function<String, Optional<RecordingSettings>> streams,
      Consumer<RecordingFacts> metrics,
      InstantSource clock) {
    this.folder = folder;
    this.settings = settings;
    this.streams = streams;
    this.metrics = metrics;
    this.clock = clock;
  }

  /** Opens the store where something was recorded before: it is shown, and deleted in time. */
  public void begin() {
    if (RecordingStore.isIn(folder)) {
      open();
    }
  }

  /** What records a stream; none where it is not to be recorded. */
  public List<PacketTap> taps(String stream, RecordingSettings wanted) {
    unsupported.remove(stream);
    if (!wanted.enabled()) {
      return List.of();
    }
    open();
    return List.of(
        new DeferredTap(
            wanted.audio(),
            () -> store().map(store -> store.recorder(stream, wanted)),
            nanos -> miss(stream, wanted, nanos)));
  }

  /** Of what is recorded for events alone it isn't known what they would have been. */
  private void miss(String stream, RecordingSettings wanted, long nanos) {
    if (!failure.isEmpty() && wanted.mode() == RecordingMode.CONTINUOUS) {
      missed.computeIfAbsent(stream, id -> new AtomicLong()).addAndGet(nanos);
    }
  }

  /** The events of a stream's run that begins now; absent where it is not to be recorded. */
  public Optional<RunEvents> events(String stream, RecordingSettings wanted) {
    if (!wanted.enabled()) {
      return Optional.empty();
    }
    EventRules rules = new EventRules(wanted.preRoll(), wanted.postRoll());
    return Optional.of(
        events
            .computeIfAbsent(stream, id -> new StreamEvents(id, rules, painter, this::store))
            .forRun(rules));
  }

  /** Tells the store when something moves in a run of a stream that is recorded. */
  public StreamObserver motion(String stream) {
    return new MotionSpans(
        clock, (from, to) -> store().ifPresent(store -> store.motion(stream, from, to)));
  }

  private void keep(String event, EventPictures pictures) {
    store().ifPresent(store -> store.pictures(event, pictures));
  }

  /**
   * A stream is to be recorded, and can't be.
   *
   * @param reason why, for people
   */
  public void cannotRecord(String stream, String reason) {
    if (!reason.equals(unsupported.put(stream, reason))) {
      LOG.warn("stream {} is not recorded: {}", stream, reason);
    }
  }

  /** How the recording of a stream goes that is to be recorded. */
  public RecorderStatus status(String stream) {
    String reason = unsupported.get(stream);
    if (reason != null) {
      return RecorderStatus.of(RecorderState.unsupported(reason));
    }
    String why = failure;
    AtomicLong nanos = missed.get(stream);
    return store()
        .map(store -> store.status(stream))
        .orElseGet(
            () ->
                RecorderStatus.of(
                    why.isEmpty() ? RecorderState.WAITING : RecorderState.interrupted(why)))
        .plus(
            RecordingLoss.DISK_ERROR,
            nanos == null ? Duration.ZERO : Duration.ofNanos(nanos.get()));
  }

  /** A stream was removed. What was recorded of it stays, as long as the settings say. */
  public void forget(String stream) {
    unsupported.remove(stream);
    missed.remove(stream);
    events.remove(stream);
    store().ifPresent(store -> store.forget(stream));
  }

  private synchronized void open() {
    if (opening != null || closing.getCount() == 0) {
      return;
    }
    CompletableFuture<RecordingStore> store = new CompletableFuture<>();
    opening = store;
    opener = Thread.ofPlatform().daemon().name("sluice-recording-open").start(() -> open(store));
  }

  private void open(CompletableFuture<RecordingStore> store) {
    try {
      RecordingStore made = openInTime();
      if (store.complete(made)) {
        metrics.accept(new StoreFacts(made, events.values(), painter));
        recover(made);
      } else {
        made.close();
      }
    } catch (InterruptedException e) {
      LOG.debug("the store of recordings was not opened: the service ends");
    } catch (RuntimeException | Error e) {
      failure = "a fault of Sluice itself, which its log names";
      LOG.error("recordings: a fault of Sluice itself", e);
    }
  }

  /** Tries until it is open: its disk may come later, or come back. */
  private RecordingStore openInTime() throws InterruptedException {
    while (true) {
      try {
        RecordingStore made = RecordingStore.open(folder, this::limits, clock);
        if (!failure.isEmpty()) {
          LOG.info("recordings: {} can be used now", folder);
        }
        failure = "";
        return made;
      } catch (SluiceException e) {
        String message = String.valueOf(e.getMessage());
        if (!message.equals(failure)) {
          LOG.error(
              "recordings: {}; nothing is recorded, and it is tried again every {} s",
              message,
              RETRY.toSeconds());
        }
        failure = message;
      }
      if (closing.await(RETRY.toSeconds(), TimeUnit.SECONDS)) {
        throw new InterruptedException("the service ends");
      }
    }
  }

  private static void recover(RecordingStore store) {
    try {
      store.recover();
    } catch (InterruptedException e) {
      LOG.info("recordings: not all files were looked at; the next start does that");
    } catch (SluiceException e) {
      LOG.error(
          "recordings: not all files could be looked at: {}; the next start does that",
          e.getMessage());
    }
  }

  private RetentionLimits limits() {
    RecordingConfig now = settings.get();
    return new RetentionLimits(
        now.maxBytes(), now.minFreeBytes(), this::maxAge, this::keepMotion, this::keepEvents);
  }

  private Duration maxAge(String stream) {
    return least(streams.apply(stream).flatMap(RecordingSettings::maxAge));
  }

  /** Never earlier than what has no motion. */
  private Duration keepMotion(String stream) {
    Duration own =
        least(
            streams.apply(stream).flatMap(settings -> settings.keepMotion().or(settings::maxAge)));
    Duration others = maxAge(stream);
    return own.compareTo(others) < 0 ? others : own;
  }

  private Duration keepEvents(String stream) {
    return least(streams.apply(stream).map(RecordingSettings::keepEvents));
  }

  private Duration least(Optional<Duration> own) {
    Duration all = settings.get().maxAge();
    return own.filter(age -> age.compareTo(all) < 0).orElse(all);
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
    return store().map(store -> new StorePort(store, painter, thumbnails));
  }

  /** Finishes what is recorded, within some seconds; after the streams. */
  @Override
  public void close() {
    Thread thread;
    synchronized (this) {
      closing.countDown();
      thread = opener;
      if (opening != null) {
        opening.cancel(false);
      }
    }
    painter.close();
    if (thread == null) {
      return;
    }
    thread.interrupt();
    try {
      if (!thread.join(CLOSE_LIMIT)) {
        LOG.warn("recordings: their disk doesn't answer; the next start looks at what is there");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    store().ifPresent(RecordingStore::close);
  }

  private record StoreFacts(
      RecordingStore store, Collection<StreamEvents> streams, EventPainter painter)
      implements RecordingFacts {
    @Override
    public long bytes() {
      return store.bytes();
    }

    @Override
    public long freeBytes() {
      return store.freeBytes();
    }

    @Override
    public long syncs() {
      return store.syncs();
    }

    @Override
    public long syncNanos() {
      return store.syncNanos();
    }

    @Override
    public List<Events> events() {
      return streams.stream().map(StreamEvents::counts).toList();
    }

    @Override
    public long failedPictures() {
      return painter.failures();
    }
  }

  private record StoreExports(RecordingExports exports) implements ExportPort {
    @Override
    public ExportAnswer begin(String stream, Instant from, Instant to) {
      return exports.begin(stream, from, to);
    }

    @Override
    public List<RecordingExport> all() {
      return exports.all();
    }

    @Override
    public Optional<RecordingExport> find(long number) {
      return exports.find(number);
    }

    @Override
    public Path file(RecordingExport export, ExportPart part) {
      return exports.file(export, part);
    }

    @Override
    public boolean delete(long number) {
      return exports.delete(number);
    }
  }

  private record StorePort(RecordingStore store, EventPainter painter, Thumbnails thumbnails)
      implements RecordingPort {
    @Override
    public Optional<RecordingPicture> thumbnail(String stream, Instant at, int width) {
      return thumbnails.of(store, stream, at, width);
    }

    @Override
    public ExportPort exports() {
      return new StoreExports(store.exports());
    }

    @Override
    public List<StreamRecording> streams() {
      return store.index().streams();
    }

    @Override
    public RecordedTimeline timeline(String stream, Instant from, Instant to, Duration step) {
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

    @Override
    public DeletedSpan delete(String stream, Instant from, Instant to) {
      return store.delete(stream, from, to);
    }

    @Override
    public List<TimePatch> clockTimes(RecordedSegment segment, RecordedRun run) {
      try {
        return ClockTimes.of(store.file(segment), run.beganAt());
      } catch (NoSuchFileException e) {
        return List.of();
      } catch (IOException e) {
        throw new SluiceException(
            ErrorCode.INPUT,
            "the file of segment %d can't be read: %s"
                .formatted(segment.id(), FileFailure.reason(e)),
            e);
      }
    }

    @Override
    public List<RecordedEvent> events(EventQuery query) {
      return store.index().events().search(query);
    }

    @Override
    public Optional<RecordedEvent> event(String id) {
      return store.index().events().find(id);
    }

    @Override
    public List<EventPart> parts(String event) {
      return store.index().events().parts(event);
    }

    @Override
    public Optional<byte[]> picture(RecordedEvent event, boolean crop) {
      Optional<EventPictures> newest = painter.newest(event.id());
      if (newest.isPresent()) {
        return newest.map(known -> crop ? known.crop() : known.picture());
      }
      Path file = store.file(event.id(), crop ? EventPath.Kind.CROP : EventPath.Kind.PICTURE);
      try {
        return Optional.of(Files.readAllBytes(file)).filter(bytes -> bytes.length > 0);
      } catch (NoSuchFileException e) {
        return Optional.empty();
      } catch (IOException e) {
        throw new SluiceException(
            ErrorCode.OUTPUT,
            "the picture of event %s can't be read: %s"
                .formatted(event.id(), FileFailure.reason(e)),
            e);
      }
    }

    @Override
    public Optional<RecordedEvent> lock(String event, boolean locked) {
      return store.lock(event, locked);
    }

    @Override
    public int delete(RecordedEvent event) {
      return store.delete(event);
    }
  }
}
