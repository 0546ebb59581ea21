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
import sluice.json.JsonField;

/**
 * The time series of a stream's last hour, one sample a step, from its first frame on: a stream
 * that never ran costs nothing. Memory is bounded: where a step has more results than are retained,
 * its percentiles are those of its last ones. Thread-safe.
 */
public final class History {
  /** Length of a step. */
  public static final Duration STEP = Duration.ofSeconds(10);

  private static final int STEPS = (int) (Duration.ofHours(1).toSeconds() / STEP.toSeconds());
  private static final int MOST_LATENCIES = 2_048;
  private static final int FIRST_LATENCIES = 16;

  private final Deque<Sample> samples = new ArrayDeque<>();
  private final Map<DropCause, Long> drops = new EnumMap<>(DropCause.class);
  private long[] latencies = new long[0];
  private boolean begun;
  private long in;
  private int finished;

  /** A step, as the API gives it. */
  public record Sample(
      @JsonField(description = "end of the step") Instant at,
      @JsonField(description = "frames decoded a second", decimals = 3) double fpsIn,
      @JsonField(description = "results a second", decimals = 3) double fpsInferred,
      @JsonField(description = "frames dropped in it, by cause; every cause is there")
          Map<DropCause, Long> drops,
      @JsonField(
              description =
                  "milliseconds from the decoded picture to the result; 0 without results")
          Percentiles latencyMs) {}

  /** Percentiles of a latency, milliseconds. */
  public record Percentiles(
      @JsonField(description = "half of the frames took no longer", decimals = 3) double p50,
      @JsonField(description = "99 in 100 frames took no longer", decimals = 3) double p99) {}

  /** The steps of a stream, as the API gives them. */
  public record Report(
      @JsonField(description = "length of a step") long stepSeconds,
      @JsonField(description = "the last hour, oldest first") List<Sample> samples) {

    /** These steps. */
    public Report(List<Sample> samples) {
      this(STEP.toSeconds(), List.copyOf(samples));
    }
  }

  synchronized void frameRead() {
    begun = true;
    in++;
  }

  synchronized void frameDropped(DropCause cause) {
    begun = true;
    drops.merge(cause, 1L, Long::sum);
  }

  synchronized void frameFinished(long endToEndNanos) {
    begun = true;
    if (finished >= latencies.length && latencies.length < MOST_LATENCIES) {
      latencies = Arrays.copyOf(latencies, Math.max(FIRST_LATENCIES, 2 * latencies.length));
    }
    latencies[finished++ % MOST_LATENCIES] = endToEndNanos;
  }

  /** Ends a step, and begins the next one. */
  synchronized void endStep(Instant at, long nanos) {
    if (!begun) {
      return;
    }
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
            new Percentiles(millis(sorted, 0.5), millis(sorted, 0.99))));
    if (samples.size() > STEPS) {
      samples.removeFirst();
    }
    in = 0;
    finished = 0;
    drops.clear();
  }

  /** The smallest value that so large a part of the values doesn't exceed, milliseconds. */
  private static double millis(long[] sorted, double part) {
    long nanos = sorted.length == 0 ? 0 : sorted[(int) Math.ceil(part * sorted.length) - 1];
    return (double) nanos / TimeUnit.MILLISECONDS.toNanos(1);
  }

  /** The steps that have ended, oldest first. */
  synchronized List<Sample> samples() {
    return List.copyOf(samples);
  }
}
