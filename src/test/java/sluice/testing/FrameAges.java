package sluice.testing;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import sluice.core.DropCause;
import sluice.core.FrameResult;
import sluice.core.LatencyStage;
import sluice.core.StreamObserver;
import sluice.core.Timings;
import sluice.metrics.LatencyHistogram;
import sluice.metrics.LatencySummary;

/**
 * Recorder of latencies: the age of frames at the start of inference, and the time of their
 * preprocessing, over all streams of a service, from the last {@link #begin} on. Thread-safe.
 */
public final class FrameAges {
  private final Map<String, LongAdder> finished = new ConcurrentHashMap<>();
  private final Map<String, Moments> moments = new ConcurrentHashMap<>();
  private volatile LatencyHistogram ages = new LatencyHistogram();
  private volatile LatencyHistogram preparation = new LatencyHistogram();

  /** Forgets what was before. */
  public void begin() {
    ages = new LatencyHistogram();
    preparation = new LatencyHistogram();
    finished.clear();
    moments.clear();
  }

  /**
   * From the moment that the decoder had a picture to the start of its inference; what a result
   * waited to be read counts too, for that isn't told.
   */
  public LatencySummary ages() {
    return ages.summary();
  }

  /** Scaling and converting. */
  public LatencySummary preparation() {
    return preparation.summary();
  }

  /** Results of a stream. */
  long finished(String stream) {
    LongAdder count = finished.get(stream);
    return count == null ? 0 : count.sum();
  }

  /** When a stream's first and last results came, nanoseconds, and how many since the first. */
  private record Moments(long first, long last, long intervals) {
    Moments and(Moments later) {
      return new Moments(first, later.first, intervals + 1);
    }
  }

  /** Results of a stream a second, from its first to its last; 0 where there are not two. */
  public double rate(String stream) {
    Moments seen = moments.get(stream);
    return seen == null || seen.intervals == 0
        ? 0
        : seen.intervals * 1e9 / (seen.last - seen.first);
  }

  /** Hears a stream. */
  public StreamObserver of(String stream) {
    return new StreamObserver() {
      @Override
      public void frameRead() {}

      @Override
      public void frameDropped(DropCause cause) {}

      @Override
      public void inputDamaged() {}

      @Override
      public void frameFinished(FrameResult result) {
        Timings timings = result.frame().timings();
        ages.record(
            timings.get(LatencyStage.END_TO_END)
                - timings.get(LatencyStage.INFERENCE)
                - timings.get(LatencyStage.POSTPROCESS));
        preparation.record(timings.get(LatencyStage.PREPROCESS));
        finished.computeIfAbsent(stream, id -> new LongAdder()).increment();
        long now = System.nanoTime();
        moments.merge(stream, new Moments(now, now, 0), Moments::and);
      }
    };
  }
}
