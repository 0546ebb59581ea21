package sluice.bench;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.OptionalDouble;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import java.util.function.IntConsumer;
import sluice.core.Delivery;
import sluice.core.LatencyStage;
import sluice.core.Playback;
import sluice.metrics.ProcessCpu;
import sluice.stage.source.PaceClock;
import sluice.stage.source.SourceSettings;

/** Measures copies of the input as streams that share the model. */
public final class StreamsMeasurer {
  /** More than any device has use for, but each takes a decoder and its thread. */
  public static final int MOST_STREAMS = 256;

  /** As streams of the service have it unless set otherwise. */
  private static final Duration MAX_AGE = Duration.ofSeconds(1);

  private static final double NANOS_PER_SECOND = TimeUnit.SECONDS.toNanos(1);

  private final BenchSubject subject;
  private final CompletionStage<?> cancelled;

  /**
   * A measurer at rest.
   *
   * @param cancelled once it completes, what is being measured ends, and so does what is asked for
   *     later
   */
  public StreamsMeasurer(BenchSubject subject, CompletionStage<?> cancelled) {
    this.subject = subject;
    this.cancelled = cancelled;
  }

  /** A stream at work. */
  private record Running(StreamLoop loop, Meter meter, LongAdder dropped) {}

  /**
   * Measures streams beside each other. Blocks; returns when nothing is in flight any more.
   *
   * @param count streams, 1 to {@link #MOST_STREAMS}
   * @param fps frames a second that each is played at like a camera: it doesn't wait, and frames
   *     that come too fast are dropped; absent for each as fast as it can, without drops
   * @throws CancellationException when it was cancelled
   * @throws sluice.core.SluiceException when the input or the device fails
   */
  public StreamsResult measure(int count, OptionalDouble fps, Duration warmUp, Duration duration) {
    MeasureSettings settings = new MeasureSettings(warmUp, duration, duration, 0);
    List<Running> streams = new ArrayList<>();
    try {
      StreamsResult result = measure(count, fps, settings, streams);
      streams.forEach(stream -> stream.loop.stop());
      streams.forEach(stream -> Waiter.join(stream.loop.ended()));
      return result;
    } finally {
      streams.forEach(stream -> stream.loop.stop());
      streams.forEach(
          stream ->
              stream.loop.ended().exceptionally(reported -> null).toCompletableFuture().join());
    }
  }

  private StreamsResult measure(
      int count, OptionalDouble fps, MeasureSettings settings, List<Running> streams) {
    for (int i = 0; i < count; i++) {
      Running started = start(i, fps, settings);
      streams.add(started);
      // Cameras don't take their pictures at the same moment either.
      if (fps.isPresent()) {
        Duration apart = Duration.ofNanos((long) (NANOS_PER_SECOND / fps.getAsDouble() / count));
        new Waiter(started.loop.ended(), cancelled).rest(apart);
      }
    }
    CompletableFuture<?>[] ended =
        streams.stream()
            .map(stream -> stream.loop.ended().toCompletableFuture())
            .toArray(CompletableFuture<?>[]::new);
    Waiter patience = new Waiter(CompletableFuture.anyOf(ended), cancelled);
    patience.rest(settings.warmUp());
    InFlightGauge flights = subject.engine().flights();
    long cpu = ProcessCpu.nanos();
    long starved = flights.tooFewNanos();
    List<Long> droppedBefore = streams.stream().map(stream -> stream.dropped.sum()).toList();
    streams.forEach(stream -> stream.meter.begin());
    patience.rest(settings.duration());
    List<Long> nanos = streams.stream().map(stream -> stream.meter.end()).toList();
    List<StreamRate> rates = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      rates.add(rate(streams.get(i), nanos.get(i), droppedBefore.get(i)));
    }
    starved = flights.tooFewNanos() - starved;
    cpu = ProcessCpu.nanos() - cpu;
    double whole = nanos.getFirst();
    long results = rates.stream().mapToLong(StreamRate::results).sum();
    return new StreamsResult(
        whole / NANOS_PER_SECOND,
        cpu / NANOS_PER_SECOND / Math.max(1, results),
        Math.clamp(starved / whole, 0, 1),
        rates);
  }

  private static StreamRate rate(Running stream, long nanos, long droppedBefore) {
    long results = stream.meter.measured();
    return new StreamRate(
        results,
        stream.dropped.sum() - droppedBefore,
        results / (nanos / NANOS_PER_SECOND),
        Objects.requireNonNull(stream.meter.latencies().get(LatencyStage.END_TO_END)));
  }

  private Running start(int index, OptionalDouble fps, MeasureSettings settings) {
    Meter meter = new Meter(settings, true, 1, System::nanoTime);
    LongAdder dropped = new LongAdder();
    StreamLoop.Observer observer =
        new StreamLoop.Observer(
            result -> meter.finished(result.frame().timings()), cause -> dropped.increment());
    boolean paced = fps.isPresent();
    SourceSettings source =
        new SourceSettings(
            subject.location(),
            Playback.builder()
                .loop(true)
                .delivery(paced ? Delivery.LATEST : Delivery.EVERY)
                .realtime(paced)
                .build());
    PaceClock clock =
        paced ? new FastClock(fps.getAsDouble() / subject.frameRate()) : PaceClock.SYSTEM;
    StreamLoop loop =
        StreamLoop.start(
            "bench-" + (index + 1), subject, source, clock, paced ? MAX_AGE : null, observer);
    return new Running(loop, meter, dropped);
  }

  /**
   * Searches for the greatest number of streams that all keep a rate, doubling and then halving the
   * distance. Blocks.
   *
   * @param fps frames a second that each is played at
   * @param trying hears what is tried next
   * @param tried hears what came of it
   * @return what was found until it was cancelled
   */
  public MostStreams mostStreams(
      double fps,
      Duration warmUp,
      Duration duration,
      IntConsumer trying,
      Consumer<MostStreams.Trial> tried) {
    StreamSearch search = new StreamSearch(MOST_STREAMS);
    List<MostStreams.Trial> trials = new ArrayList<>();
    try {
      search.run(
          count -> {
            trying.accept(count);
            StreamsResult result = measure(count, OptionalDouble.of(fps), warmUp, duration);
            MostStreams.Trial trial = new MostStreams.Trial(result.keeps(fps), result);
            trials.add(trial);
            tried.accept(trial);
            return trial.kept();
          });
      return new MostStreams(fps, search.most(), true, trials);
    } catch (CancellationException stopped) {
      if (!cancelled.toCompletableFuture().isDone()) {
        throw stopped;
      }
      return new MostStreams(fps, search.most(), false, trials);
    }
  }

  /**
   * Time that runs faster or slower for the source that paces a recording by it.
   *
   * @param speed seconds that pass here in a second of the system's
   */
  private record FastClock(double speed) implements PaceClock {
    @Override
    public long nanoTime() {
      return (long) (System.nanoTime() * speed);
    }

    @Override
    public Instant now() {
      return Instant.now();
    }

    @Override
    public void waitUntil(long nanoTime) throws InterruptedException {
      TimeUnit.NANOSECONDS.sleep((long) ((nanoTime - nanoTime()) / speed));
    }
  }
}
