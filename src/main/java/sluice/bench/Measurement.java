package sluice.bench;

import java.util.List;
import java.util.Map;
import sluice.core.LatencyStage;
import sluice.metrics.LatencySummary;

/**
 * What one mode did in one repeat, warm-up left out.
 *
 * @param mode the way
 * @param repeat from 1
 * @param order its place among the modes of that repeat, from 1
 * @param seconds how long it was measured
 * @param frames results in that time
 * @param cpuSecondsPerFrame processor time of the whole process for each of them
 * @param latencies what each stage spent on a frame; stages that a mode has not are empty
 * @param starvedShare share of the time with fewer requests in flight than the device calls
 *     optimal, 0 to 1
 * @param detections objects found, over all frames of {@code detectionFrames}
 * @param detectionFrames frames, from the input's first one on, whose objects were counted: the
 *     same for every mode that is compared, 0 where the mode reads no outputs
 * @param intervals pieces of that time, in order; at least one
 */
public record Measurement(
    BenchMode mode,
    int repeat,
    int order,
    double seconds,
    long frames,
    double cpuSecondsPerFrame,
    Map<LatencyStage, LatencySummary> latencies,
    double starvedShare,
    long detections,
    long detectionFrames,
    List<Interval> intervals) {

  /** Keeps its own copies. */
  public Measurement {
    latencies = Map.copyOf(latencies);
    intervals = List.copyOf(intervals);
  }

  /** Results a second. */
  public double fps() {
    return frames / seconds;
  }
}
