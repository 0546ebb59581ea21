package sluice.telemetry;

import io.micrometer.core.instrument.Clock;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.micrometer.core.instrument.binder.jvm.ClassLoaderMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.FileDescriptorMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import sluice.core.StreamObserver;
import sluice.core.message.PublishObserver;
import sluice.core.scene.SceneListener;
import sluice.service.model.ModelStatus;
import sluice.service.sink.SinkState;
import sluice.service.stream.StreamStatus;

/**
 * The telemetry of all streams: metrics registry, history of the last hour, event log. Made before
 * the service, which registers {@link #observer} for each stream; closed after it. Thread-safe.
 */
public final class Telemetry implements AutoCloseable {
  /** A stream is only gone when it was missing twice: it may have come in between. */
  private static final int MISSES_OF_A_GONE_STREAM = 2;

  private final MetricFamilies families = new MetricFamilies();
  private final Exemplars exemplars;
  private final PrometheusMeterRegistry registry;
  private final JvmGcMetrics garbage = new JvmGcMetrics();
  private final Map<String, StreamTelemetry> streams = new ConcurrentHashMap<>();
  private final StatusMeters status;
  private final SinkMeters sinks;
  private final RecordingMeters recordings;
  private final EventLog feed;
  private final InstantSource clock;
  private final ViewerCount viewers = new ViewerCount();
  private final List<LongSupplier> counted = new CopyOnWriteArrayList<>();
  private final HeapMonitor heap = HeapMonitor.ofProcess();

  /**
   * Counts from now on.
   *
   * @param version Sluice's
   * @param resources what the process holds
   * @param clock date and time
   * @param exemplars whether meters name traces of frames
   */
  public Telemetry(
      String version, ProcessResources resources, InstantSource clock, boolean exemplars) {
    this.exemplars = exemplars ? Exemplars.ofTraces() : Exemplars.NONE;
    this.registry =
        new PrometheusMeterRegistry(
            PrometheusConfig.DEFAULT, families, Clock.SYSTEM, this.exemplars.context());
    this.clock = clock;
    this.feed = new EventLog(clock);
    this.status = new StatusMeters(registry);
    this.sinks = new SinkMeters(registry);
    this.recordings = new RecordingMeters(registry);
    gauge("sluice.leases.open", "Frames that are open now", resources.openLeases());
    gauge(
        "sluice.native.bytes",
        "Native memory that pictures and tensors hold now",
        resources.nativeBytes());
    counter(
        "sluice.live.pictures",
        "Live pictures that were drawn, each for all who watch it",
        resources.livePictures(),
        Tags.empty());
    gauge("sluice.heap.used.bytes", "Heap in use now, garbage too", heap::used);
    gauge("sluice.heap.live.bytes", "Heap that the last full collection left in use", heap::live);
    gauge("sluice.heap.limit.bytes", "Heap that the process may have", heap::limit);
    gauge("sluice.live.watchers", "Clients that watch live pictures now", viewers::count);
    Gauge.builder("sluice.build", () -> 1)
        .description("Always 1; the labels say what runs")
        .tags("version", version, "java", Runtime.version().toString())
        .register(registry);
    List<MeterBinder> process =
        List.of(
            new JvmMemoryMetrics(),
            garbage,
            new JvmThreadMetrics(),
            new ClassLoaderMetrics(),
            new ProcessorMetrics(),
            new FileDescriptorMetrics(),
            new UptimeMetrics());
    process.forEach(binder -> binder.bindTo(registry));
  }

  private void gauge(String name, String help, LongSupplier value) {
    Gauge.builder(name, value::getAsLong).description(help).register(registry);
  }

  /** The registry holds what it asks weakly, so it is held here. */
  private void counter(String name, String help, LongSupplier value, Tags tags) {
    counted.add(value);
    FunctionCounter.builder(name, value, LongSupplier::getAsLong)
        .description(help)
        .tags(tags)
        .register(registry);
  }

  /**
   * Shows how many spans of traces were sent so far, and how many were not.
   *
   * @param result what became of them, a label's value
   * @param count asked at each scrape
   */
  public void spans(String result, LongSupplier count) {
    counter(
        "sluice.spans",
        "Spans of traces, by what became of them",
        count,
        Tags.of("result", result));
  }

  /**
   * Shows how live video is watched; once. A job has none.
   *
   * @param facts asked at each scrape
   */
  public void liveVideo(LiveVideoFacts facts) {
    gauge("sluice.live.video.watchers", "Videos that are being watched now", facts::watchers);
    counter(
        "sluice.live.video.bytes",
        "Bytes of video that clients were given",
        facts::bytes,
        Tags.empty());
    facts
        .skippedGroups()
        .forEach(
            (cause, groups) ->
                counter(
                    "sluice.live.video.skipped.groups",
                    "Groups of pictures of a video that a client was not given",
                    groups,
                    Tags.of("cause", cause)));
  }

  /**
   * Shows how many processes decode sources; once. A job has none.
   *
   * @param processes that run now, asked at each scrape
   */
  public void decoders(LongSupplier processes) {
    gauge("sluice.decoder.processes", "Processes that decode or read a source now", processes);
  }

  /**
   * Shows what this node of a cluster tells; once. A service on its own has no such meters.
   *
   * @param facts asked at each scrape
   */
  public void cluster(ClusterFacts facts) {
    ClusterMeters.register(registry, facts);
  }

  /**
   * Shows what the store of recordings tells; once. A service without one has no such meters.
   *
   * @param facts asked at each scrape
   */
  public void recordings(RecordingFacts facts) {
    recordings.store(facts);
  }

  /** Date and time, of which events and samples have theirs. */
  public InstantSource clock() {
    return clock;
  }

  /** The observer of a stream; the same each time, until the stream is removed. */
  public StreamObserver observer(String stream) {
    return known(stream);
  }

  /** The listener to a stream's scene; the same each time, until the stream is removed. */
  public SceneListener scene(String stream) {
    return known(stream).scene();
  }

  private StreamTelemetry known(String stream) {
    return streams.compute(
        stream,
        (id, known) -> {
          StreamTelemetry observer =
              known == null ? new StreamTelemetry(id, registry, feed, exemplars) : known;
          observer.wanted();
          return observer;
        });
  }

  /** Takes over the status of all streams; what is gone goes here too. */
  void streams(List<StreamStatus> all) {
    Set<String> present = new HashSet<>();
    for (StreamStatus stream : all) {
      present.add(stream.id());
      known(stream.id()).update(stream);
    }
    for (String id : List.copyOf(streams.keySet())) {
      if (!present.contains(id)) {
        streams.computeIfPresent(id, (name, observer) -> keptAfterMiss(observer));
      }
    }
    status.streams(all);
    recordings.streams(all);
  }

  private static @Nullable StreamTelemetry keptAfterMiss(StreamTelemetry observer) {
    if (observer.missed() < MISSES_OF_A_GONE_STREAM) {
      return observer;
    }
    observer.remove();
    return null;
  }

  /** Takes over the status of all models. */
  void models(List<ModelStatus> all) {
    status.models(all);
  }

  /** Takes over how all sinks are. */
  void sinks(List<SinkState> all) {
    sinks.update(all, clock.instant());
  }

  /** Measures what far sides of sinks acknowledge. */
  public PublishObserver deliveries() {
    return sinks;
  }

  /** Ends a step of every stream's history, and looks at the heap. */
  void endStep(Instant at, long nanos) {
    heap.check();
    streams.values().forEach(observer -> observer.history().endStep(at, nanos));
  }

  /** The last hour of a stream, oldest first; absent where it never ran. */
  public Optional<List<History.Sample>> history(String stream) {
    return Optional.ofNullable(streams.get(stream)).map(observer -> observer.history().samples());
  }

  /**
   * Counts a request that was refused.
   *
   * @param reason a label's value, one of a few
   */
  public void httpRefused(String reason) {
    Counter.builder("sluice.http.refused")
        .description("Requests that were refused for their rate, their token, or its right")
        .tag("reason", reason)
        .register(registry)
        .increment();
  }

  public EventLog events() {
    return feed;
  }

  public ViewerCount liveViewers() {
    return viewers;
  }

  /**
   * All meters in a text format, one family of them after the other; each is collected when the
   * iterator gives it.
   */
  public Iterator<byte[]> scrape(MetricFormat format) {
    return families.texts(format);
  }

  @Override
  public void close() {
    garbage.close();
    registry.close();
  }
}
