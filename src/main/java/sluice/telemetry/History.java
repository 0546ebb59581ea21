package sluice.telemetry;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import sluice.core.DropCause;

/**
 * The last hour of a stream, in steps. Memory is fixed: where a step has more results than are
 * kept, its percentiles are those of its last ones. Thread-safe.
 */
public final class History {
  /** Length of a step. */
  public static final Duration STEP = Duration.ofSeconds(10);

  private static final int STEPS = (int) (Duration.ofHours(1).toSeconds() / STEP.toSeconds());
  private static final int MOST_LATENCIES = 2_048;

  private final Deque<Sample> samples = new ArrayDeque<>();
  private final Map<DropCause, Long> drops = new EnumMap<>(DropCause.class);
  private final long[] latencies = new long[MOST_LATENCIES];
  private long in;
  private int finished;

  /**
   * A step.
   *
   * @param at its end
   * @param fpsIn frames decoded a second
   * @param fpsInferred results a second
   * @param drops frames given up in it, by cause; every cause is there
   * @param p50Nanos median of the time from picture to result; 0 without results
   * @param p99Nanos 99 in 100 results took no longer; 0 without results
   */
  public record Sample(
      Instant at,
      double fpsIn,
      double fpsInferred,
      Map<DropCause, Long> drops,
      long p50Nanos,
      long p99Nanos) {}

  synchronized void frameRead() {
    in++;
  }

  synchronized void frameDropped(DropCause cause) {
    drops.merge(cause, 1L, Long::sum);
  }

  synchronized void frameFinished(long endToEndNanos) {
    latencies[finished++ % MOST_LATENCIES] = endToEndNanos;
  }

  /** Ends a step, and begins the next one. */
  synchronized void endStep(Instant at, long nanos) {
    long[] sorted = Arrays.copyOf(latencies, Math.min(finished, MOST_LATENCIES));
    Arrays.sort(sorted);
    double seconds = Math.max(1, nanos) / (double) TimeUnit.SECONDS.toNanos(1);
    Map<DropCause, Long> dropped = new EnumMap<>(DropCause.class);
    for (DropCause cause : DropCause.values()) {
      dropped.put(cause, drops.getOrDefault(cause, 0L));
    }
    samples.add(
        new Sample(
            at,
            in / seconds,
            finished / seconds,
            dropped,
            percentile(sorted, 0.5),
            percentile(sorted, 0.99)));
    if (samples.size() > STEPS) {
      samples.removeFirst();
    }
    in = 0;
    finished = 0;
    drops.clear();
  }

  /** The smallest value that so large a part of the values doesn't exceed. */
  private static long percentile(long[] sorted, double part) {
    return sorted.length == 0 ? 0 : sorted[(int) Math.ceil(part * sorted.length) - 1];
  }

  /** The steps that have ended, oldest first. */
  synchronized List<Sample> samples() {
    return List.copyOf(samples);
  }
}
