package sluice.telemetry.tracing;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.AttributesBuilder;
import io.opentelemetry.sdk.common.InstrumentationScopeInfo;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.data.SpanData;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import sluice.config.settings.TracingConfig;
import sluice.core.SluiceVersion;
import sluice.core.util.HostName;
import sluice.telemetry.tracing.RecordedSpan.Origin;

/**
 * The thread that builds spans and sends them, one request after the other. What a request does not
 * bring to the collector within its time is given up: traces are samples, and what is newer tells
 * more. Thread-safe.
 */
final class SpanExport implements AutoCloseable {
  private static final int SPANS_A_REQUEST = 512;
  private static final long MOST_WAIT_MILLIS = 1_000;

  /** How long an interrupted thread may take to count what it was sending. */
  private static final Duration GIVING_UP = Duration.ofSeconds(1);

  private final RecordQueue queue;
  private final SpanCounts counts;
  private final Collector collector;
  private final ExportLog log;
  private final Duration timeout;
  private final Spans spans = new Spans(origin());
  private final Thread thread;
  private volatile @Nullable String lastError;
  private volatile boolean healthy = true;

  private SpanExport(
      TracingConfig config, Collector collector, RecordQueue queue, SpanCounts counts) {
    this.queue = queue;
    this.counts = counts;
    this.collector = collector;
    timeout = config.timeout();
    log = new ExportLog(collector.address());
    thread = Thread.ofPlatform().daemon().name("sluice-traces").unstarted(this::run);
  }

  /**
   * Sends from now on.
   *
   * @param config has an endpoint
   * @throws sluice.core.SluiceException USAGE when the certificates can't be used
   */
  static SpanExport start(TracingConfig config, RecordQueue queue, SpanCounts counts) {
    SpanExport export = new SpanExport(config, Collector.of(config), queue, counts);
    export.thread.start();
    return export;
  }

  private static Origin origin() {
    AttributesBuilder attributes =
        Attributes.builder()
            .put(AttributeKey.stringKey("service.name"), "sluice")
            .put(AttributeKey.stringKey("service.version"), SluiceVersion.NUMBER)
            .put(AttributeKey.stringKey("service.instance.id"), UUID.randomUUID().toString())
            .put(AttributeKey.longKey("process.pid"), ProcessHandle.current().pid());
    HostName.ofKernel()
        .ifPresent(name -> attributes.put(AttributeKey.stringKey("host.name"), name));
    return new Origin(
        Resource.getDefault().merge(Resource.create(attributes.build())),
        InstrumentationScopeInfo.builder("sluice").setVersion(SluiceVersion.NUMBER).build());
  }

  private void run() {
    try {
      List<TraceRecord> records = next();
      while (!records.isEmpty()) {
        send(records);
        records = next();
      }
    } catch (InterruptedException e) {
      // it took too long to end: whoever interrupts counts what is left
    }
  }

  private List<TraceRecord> next() throws InterruptedException {
    return queue.take(SPANS_A_REQUEST, MOST_WAIT_MILLIS);
  }

  private void send(List<TraceRecord> records) throws InterruptedException {
    List<SpanData> batch = new ArrayList<>(SPANS_A_REQUEST);
    records.forEach(each -> batch.addAll(spans.of(each)));
    boolean answered = false;
    try {
      Optional<String> failure = collector.send(batch);
      answered = true;
      healthy = failure.isEmpty();
      if (failure.isEmpty()) {
        counts.exported(batch.size());
        log.sent();
      } else {
        counts.failed(batch.size());
        lastError = failure.get();
        log.failed(failure.get(), batch.size());
      }
    } finally {
      if (!answered) {
        counts.failed(batch.size());
      }
      queue.done();
    }
  }

  /** Whether the last request was answered with success, or none was made yet. */
  boolean isHealthy() {
    return healthy;
  }

  /** What the last failed request failed with, in one line without credentials. */
  Optional<String> lastError() {
    return Optional.ofNullable(lastError);
  }

  @Override
  public void close() {
    queue.close();
    long end = System.nanoTime() + timeout.toNanos();
    try {
      boolean ended = thread.join(timeout);
      thread.interrupt();
      collector.close(Duration.ofNanos(Math.max(0, end - System.nanoTime())));
      if (!ended) {
        var _ = thread.join(GIVING_UP); // it counts what it was sending
      }
    } catch (InterruptedException e) {
      thread.interrupt();
      collector.close(Duration.ZERO);
      Thread.currentThread().interrupt();
    } finally {
      queue.clear();
    }
  }
}
