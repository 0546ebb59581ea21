package sluice.telemetry.tracing;

import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Supplier;
import sluice.config.settings.TracingConfig;
import sluice.core.TraceContext;
import sluice.core.message.Message;
import sluice.core.message.PublishObserver;

/**
 * Traces of a service: gives each run of a stream its tracer, takes what sinks have published and
 * what is done besides, and sends the spans. Thread-safe.
 */
public final class Tracing implements PublishObserver, AutoCloseable {
  private final SpanCounts counts = new SpanCounts();
  private final InstantSource date;
  private final RecordQueue queue;
  private final SpanExport export;
  private volatile Sampling sampling;

  private Tracing(TracingConfig config, InstantSource date) {
    this.date = date;
    queue = new RecordQueue(config.queue(), counts);
    sampling = sampling(config);
    export = SpanExport.start(config, queue, counts);
  }

  /**
   * Traces from now on; the caller closes it.
   *
   * @param date the date
   * @return absent where no endpoint is configured: then nothing is loaded or started
   * @throws sluice.core.SluiceException USAGE when the certificates can't be used
   */
  public static Optional<Tracing> start(TracingConfig config, InstantSource date) {
    return config.endpoint().map(_ -> new Tracing(config, date));
  }

  private static Sampling sampling(TracingConfig config) {
    return Sampling.of(config.perSecond(), config.slow());
  }

  /** Takes over which frames are chosen; where spans are sent stays. */
  public void configure(TracingConfig config) {
    sampling = sampling(config);
  }

  /** A tracer of the frames of one run of a stream, for as long as that lasts. */
  public FrameTracer frames(String stream) {
    return new FrameTracer(stream, queue, () -> sampling, date);
  }

  /**
   * Does something rare, and traces it by itself.
   *
   * @return what {@code work} gives; what it throws goes on
   */
  public <T> T trace(Operation operation, Supplier<T> work) {
    return OperationRecord.run(queue, date, operation, () -> false, work);
  }

  @Override
  public void published(
      Message message, Target target, Instant takenAt, Instant acknowledgedAt, boolean ok) {
    Optional<TraceContext> parent = message.traceparent().flatMap(TraceContext::parse);
    if (parent.isPresent()) {
      queue.add(
          new PublishRecord(
              parent.get(),
              message.id(),
              message.stream(),
              message.run(),
              target.sink(),
              target.kind(),
              target.destinations().apply(message),
              takenAt,
              acknowledgedAt,
              ok));
    }
  }

  /** What became of spans so far. */
  public SpanCounts counts() {
    return counts;
  }

  /** How the collector takes them. */
  public TracingHealth health() {
    return new TracingHealth(
        export.isHealthy(),
        queue.size(),
        counts.exported(),
        counts.failed(),
        counts.dropped(),
        export.lastError());
  }

  /** Sends what waits, within the time that a request may take; what is left then is dropped. */
  @Override
  public void close() {
    export.close();
  }
}
