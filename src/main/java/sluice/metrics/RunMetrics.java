package sluice.metrics;

import java.time.Duration;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import sluice.core.DecodeMode;
import sluice.core.DropCause;
import sluice.core.FrameResult;
import sluice.core.MotionPhase;
import sluice.core.StreamObserver;

/**
 * The counters, rates and latency histograms of one stream, or of several together: the metrics of
 * a stream may forward to those of the whole run. Any thread may call any method; no call blocks
 * for longer than another one's bookkeeping.
 */
public final class RunMetrics implements StreamObserver {
  /** The results that {@link RunSnapshot#steadyFps} leaves out. */
  public static final int WARM_UP_RESULTS = 300;

  private final LongSupplier nanoClock;
  private final @Nullable RunMetrics whole;
  private final LongAdder read = new LongAdder();
  private final MovingRate reads = new MovingRate();
  private final Map<DropCause, LongAdder> dropped = new EnumMap<>(DropCause.class);
  private final LongAdder undecoded = new LongAdder();
  private final LongAdder damaged = new LongAdder();
  private final LongAdder detections = new LongAdder();
  private final LongAdder classified = new LongAdder();
  private final Map<String, LongAdder> byLabel = new ConcurrentHashMap<>();
  private final StageLatencies latencies = new StageLatencies();
  private final ResultClock results = new ResultClock(WARM_UP_RESULTS);
  private volatile long lateNanos;
  private volatile DecodeMode decodeMode = DecodeMode.ALL;
  private volatile MotionPhase motion = MotionPhase.OFF;
  private final LongAdder movingNanos = new LongAdder();
  private final LongAdder watchedNanos = new LongAdder();
  private final AtomicLong heldPictures = new AtomicLong();
  private final AtomicLong heldBytes = new AtomicLong();

  private RunMetrics(LongSupplier nanoClock, @Nullable RunMetrics whole) {
    this.nanoClock = nanoClock;
    this.whole = whole;
    for (DropCause cause : DropCause.values()) {
      dropped.put(cause, new LongAdder());
    }
  }

  /** Metrics by the system's clock. */
  public static RunMetrics create() {
    return create(System::nanoTime);
  }

  /** Metrics by the given clock of nanoseconds, which must not go back. */
  public static RunMetrics create(LongSupplier nanoClock) {
    return new RunMetrics(nanoClock, null);
  }

  /** Metrics of one of several streams of a run; what they count is counted here too. */
  public RunMetrics ofOneStream() {
    return new RunMetrics(nanoClock, this);
  }

  @Override
  public void frameRead() {
    read.increment();
    long now = nanoClock.getAsLong();
    results.begin(now);
    synchronized (reads) {
      reads.add(now);
    }
    if (whole != null) {
      whole.frameRead();
    }
  }

  @Override
  public void frameDropped(DropCause cause) {
    adder(cause).increment();
    if (whole != null) {
      whole.frameDropped(cause);
    }
  }

  @Override
  public void inputDamaged() {
    damaged.increment();
    if (whole != null) {
      whole.inputDamaged();
    }
  }

  @Override
  public void frameFinished(FrameResult result) {
    latencies.record(result.frame().timings());
    detections.add(result.detections().size());
    if (!result.classes().isEmpty() || !result.predictions().attributes().isEmpty()) {
      classified.increment();
    }
    for (String label : result.predictions().counted()) {
      byLabel.computeIfAbsent(label, _ -> new LongAdder()).increment();
    }
    results.add(nanoClock.getAsLong());
    if (whole != null) {
      whole.frameFinished(result);
    }
  }

  /** Not of the whole run: its streams are late each by itself. */
  @Override
  public void framePaced(long late) {
    lateNanos = late;
  }

  /** Not of the whole run: its streams are decoded each in its own way. */
  @Override
  public void decodeMode(DecodeMode mode) {
    decodeMode = mode;
  }

  /** How much of the source is decoded now. */
  public DecodeMode decodeMode() {
    return decodeMode;
  }

  /** Not of the whole run: its streams move each by itself. */
  @Override
  public void motionSeen(MotionPhase phase, long nanos) {
    motion = phase;
    watchedNanos.add(nanos);
    if (phase == MotionPhase.MOVING) {
      movingNanos.add(nanos);
    }
  }

  /** What the gate makes of the pictures now. */
  public MotionPhase motion() {
    return motion;
  }

  /**
   * The part of the media time in which motion was looked for that had any; absent where none was.
   */
  public OptionalDouble movingShare() {
    long watched = watchedNanos.sum();
    return watched == 0
        ? OptionalDouble.empty()
        : OptionalDouble.of(Math.min(1, movingNanos.sum() / (double) watched));
  }

  @Override
  public void framesUndecoded(long number) {
    undecoded.add(number);
    if (whole != null) {
      whole.framesUndecoded(number);
    }
  }

  /** Not of the whole run: its streams hold pictures each by itself. */
  @Override
  public void pictureHeld(long bytes) {
    heldPictures.incrementAndGet();
    heldBytes.addAndGet(bytes);
  }

  @Override
  public void pictureFreed(long bytes) {
    heldPictures.decrementAndGet();
    heldBytes.addAndGet(-bytes);
  }

  /** Decoded pictures that somebody refers to now, of all runs of the stream; each counts once. */
  public long heldPictures() {
    return heldPictures.get();
  }

  /** Bytes of their planes. */
  public long heldBytes() {
    return heldBytes.get();
  }

  /** Pictures that came and were not decoded; they are among those read. */
  public long undecoded() {
    return undecoded.sum();
  }

  /** How far a recording that is played in real time is behind its timestamps; else 0. */
  public Duration behind() {
    return Duration.ofNanos(lateNanos);
  }

  /** Pictures read a second over the last second. */
  public double readFps() {
    synchronized (reads) {
      return reads.at(nanoClock.getAsLong());
    }
  }

  /** How far the run is. */
  public RunProgress progress() {
    long droppedInAll = dropped.values().stream().mapToLong(LongAdder::sum).sum();
    return new RunProgress(
        read.sum(),
        results.count(),
        droppedInAll,
        detections.sum(),
        results.fpsNow(nanoClock.getAsLong()));
  }

  /** Everything that was counted; consistent in itself once the run has ended. */
  public RunSnapshot snapshot() {
    Map<DropCause, Long> drops = new EnumMap<>(DropCause.class);
    dropped.forEach((cause, count) -> drops.put(cause, count.sum()));
    Map<String, Long> labels = new TreeMap<>();
    byLabel.forEach((label, count) -> labels.put(label, count.sum()));
    return new RunSnapshot(
        read.sum(),
        results.count(),
        Collections.unmodifiableMap(drops),
        damaged.sum(),
        detections.sum(),
        classified.sum(),
        Collections.unmodifiableMap(labels),
        results.nanos() / (double) TimeUnit.SECONDS.toNanos(1),
        results.fps(),
        results.steadyFps(),
        latencies.summaries());
  }

  private LongAdder adder(DropCause cause) {
    LongAdder adder = dropped.get(cause);
    if (adder == null) {
      throw new IllegalStateException("no counter for " + cause);
    }
    return adder;
  }
}
