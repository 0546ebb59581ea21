package sluice.bench;

import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import sluice.metrics.ProcessCpu;

/** Measures modes, one after the other, on one model and input. */
public final class ModeMeasurer {
  private static final double NANOS_PER_SECOND = TimeUnit.SECONDS.toNanos(1);

  private final BenchSubject subject;
  private final CompletionStage<?> cancelled;

  /**
   * A measurer at rest.
   *
   * @param cancelled once it completes, what is being measured ends, and so does what is asked for
   *     later
   */
  public ModeMeasurer(BenchSubject subject, CompletionStage<?> cancelled) {
    this.subject = subject;
    this.cancelled = cancelled;
  }

  /**
   * Lets frames go through the model in one of the ways, from the input's first frame on, and
   * measures it once it is warm. Blocks; returns when nothing is in flight any more.
   *
   * @param repeat as {@link Measurement#repeat}
   * @param order as {@link Measurement#order}
   * @throws CancellationException when it was cancelled
   * @throws sluice.core.SluiceException when the input or the device fails
   */
  public MeasuredMode measure(BenchMode mode, int repeat, int order, MeasureSettings settings) {
    long warmResults = (long) MeasureSettings.WARM_INFERENCES * subject.pool().requests();
    Meter meter = new Meter(settings, mode.isEndToEnd(), warmResults, System::nanoTime);
    ModeLoop loop = start(mode, meter);
    MeasuredMode result;
    try {
      result = measure(mode, repeat, order, settings, meter, loop);
    } catch (RuntimeException | Error failure) {
      loop.stop();
      loop.ended().exceptionally(suppressed -> null).toCompletableFuture().join();
      throw failure;
    }
    loop.stop();
    Waiter.join(loop.ended());
    return result;
  }

  private MeasuredMode measure(
      BenchMode mode, int repeat, int order, MeasureSettings settings, Meter meter, ModeLoop loop) {
    Waiter patience = new Waiter(loop.ended(), cancelled);
    patience.rest(settings.warmUp());
    if (!settings.warmUp().isZero()) {
      patience.await(meter.warm());
    }
    InFlightGauge flights = subject.engine().flights();
    long cpu = ProcessCpu.nanos();
    long starved = flights.tooFewNanos();
    meter.begin();
    patience.rest(settings.duration());
    long nanos = meter.end();
    starved = flights.tooFewNanos() - starved;
    cpu = ProcessCpu.nanos() - cpu;
    patience.await(meter.sighted());
    FirstDetections sightings = meter.sightings();
    Measurement measurement =
        new Measurement(
            mode,
            repeat,
            order,
            nanos / NANOS_PER_SECOND,
            meter.measured(),
            cpu / NANOS_PER_SECOND / Math.max(1, meter.measured()),
            meter.latencies(),
            Math.clamp((double) starved / nanos, 0, 1),
            sightings.objects(),
            sightings.frames().size(),
            meter.intervals(nanos));
    return new MeasuredMode(measurement, sightings);
  }

  private ModeLoop start(BenchMode mode, Meter meter) {
    return switch (mode) {
      case SYNC -> ManualLoop.start(mode, new SyncLoop(subject, meter));
      case ASYNC -> ManualLoop.start(mode, new AsyncLoop(subject, meter));
      case QUEUE -> ManualLoop.start(mode, new QueueLoop(subject, meter));
      case STREAM -> StreamLoop.start(subject, meter);
      case INFER_ONLY -> InferOnlyLoop.start(subject, meter);
    };
  }
}
