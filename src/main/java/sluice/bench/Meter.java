package sluice.bench;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import sluice.core.LatencyStage;
import sluice.core.Predictions;
import sluice.core.Timings;
import sluice.core.util.Nanos;
import sluice.metrics.LatencyHistogram;
import sluice.metrics.LatencySummary;

/**
 * Hears of each result of a mode, and counts those between {@link #begin} and {@link #end}. Any
 * thread may call any method.
 */
final class Meter {
  private static final Set<LatencyStage> ALONE =
      EnumSet.of(LatencyStage.REQUEST_WAIT, LatencyStage.INFERENCE, LatencyStage.END_TO_END);
  private static final double NANOS_PER_SECOND = TimeUnit.SECONDS.toNanos(1);

  private final LongSupplier nanoClock;
  private final long intervalNanos;
  private final long warmResults;
  private final CompletableFuture<Void> warm = new CompletableFuture<>();
  private final CompletableFuture<Void> sighted = new CompletableFuture<>();
  private final Map<LatencyStage, LatencyHistogram> latencies = new EnumMap<>(LatencyStage.class);
  private final DetectionWindow window;
  private final long[] resultsOf;
  private final double[] latencyNanosOf;
  private long results;
  private boolean measuring;
  private long startNanos;
  private long measured;

  /**
   * A meter that has heard nothing.
   *
   * @param endToEnd whether results come with what was found, and with the timings of all stages
   * @param warmResults how many results come before it is {@link #warm}
   * @param nanoClock as {@link System#nanoTime}
   */
  Meter(MeasureSettings settings, boolean endToEnd, long warmResults, LongSupplier nanoClock) {
    this.nanoClock = nanoClock;
    this.warmResults = warmResults;
    this.intervalNanos = settings.interval().toNanos();
    this.window = new DetectionWindow(endToEnd ? settings.detectionFrames() : 0);
    this.resultsOf = new long[settings.intervals()];
    this.latencyNanosOf = new double[resultsOf.length];
    for (LatencyStage stage : endToEnd ? EnumSet.allOf(LatencyStage.class) : ALONE) {
      latencies.put(stage, new LatencyHistogram());
    }
    if (window.isComplete()) {
      sighted.complete(null);
    }
  }

  /** Completes when enough results have come to begin. */
  CompletionStage<Void> warm() {
    return warm;
  }

  /** Completes when the objects of all frames are known that are wanted. */
  CompletionStage<Void> sighted() {
    return sighted;
  }

  /**
   * A result came.
   *
   * @param number of its frame, counted from the first one of the input over all passes
   */
  void finished(long number, Timings timings, Predictions predictions) {
    boolean complete = false;
    synchronized (this) {
      if (window.wants(number)) {
        window.add(number, FirstDetections.objects(predictions));
        complete = window.isComplete();
      }
    }
    finished(timings);
    if (complete) {
      sighted.complete(null);
    }
  }

  /** A result came whose outputs are not read. */
  void finished(Timings timings) {
    boolean nowWarm;
    synchronized (this) {
      nowWarm = ++results == warmResults;
      if (measuring) {
        count(timings);
      }
    }
    if (nowWarm) {
      warm.complete(null);
    }
  }

  private void count(Timings timings) {
    measured++;
    latencies.forEach((stage, histogram) -> histogram.record(timings.get(stage)));
    long interval = (nanoClock.getAsLong() - startNanos) / intervalNanos;
    int index = (int) Math.min(interval, resultsOf.length - 1);
    resultsOf[index]++;
    latencyNanosOf[index] += timings.get(LatencyStage.END_TO_END);
  }

  /** Results count from now on. */
  synchronized void begin() {
    startNanos = nanoClock.getAsLong();
    measuring = true;
  }

  /**
   * Results count no more.
   *
   * @return how long they did, nanoseconds
   */
  synchronized long end() {
    measuring = false;
    return nanoClock.getAsLong() - startNanos;
  }

  /** Results that counted. */
  synchronized long measured() {
    return measured;
  }

  /** What each stage spent; of stages that the mode has not, nothing. */
  Map<LatencyStage, LatencySummary> latencies() {
    Map<LatencyStage, LatencySummary> result = new EnumMap<>(LatencyStage.class);
    for (LatencyStage stage : LatencyStage.values()) {
      LatencyHistogram histogram = latencies.get(stage);
      result.put(stage, histogram == null ? LatencySummary.EMPTY : histogram.summary());
    }
    return result;
  }

  /**
   * The pieces.
   *
   * @param wholeNanos what {@link #end} gave
   */
  synchronized List<Interval> intervals(long wholeNanos) {
    List<Interval> result = new ArrayList<>();
    long start = 0;
    for (int i = 0; i < resultsOf.length; i++) {
      long end = i == resultsOf.length - 1 ? wholeNanos : start + intervalNanos;
      double seconds = (end - start) / NANOS_PER_SECOND;
      double mean = resultsOf[i] == 0 ? 0 : Nanos.toMillis(latencyNanosOf[i] / resultsOf[i]);
      result.add(new Interval(end / NANOS_PER_SECOND, resultsOf[i] / seconds, mean));
      start = end;
    }
    return result;
  }

  /** What was found in the first frames, up to the first one that is not through. */
  synchronized FirstDetections sightings() {
    return window.detections();
  }
}
