package sluice.bench;

import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import sluice.core.DropCause;
import sluice.metrics.LatencySummary;

/**
 * What a number of cameras did beside each other in the service.
 *
 * @param wantedFps results a second that each is to have
 * @param seconds how long they were measured
 * @param cameras each of them
 * @param age of the frames when their results were finished, since they were decoded
 * @param cpu processor time of the service
 * @param footprint memory and threads
 */
public record CameraTrial(
    double wantedFps,
    double seconds,
    List<CameraRate> cameras,
    LatencySummary age,
    CpuUse cpu,
    CameraFootprint footprint) {

  /** Keeps its own copy. */
  public CameraTrial {
    cameras = List.copyOf(cameras);
  }

  /** How many cameras. */
  public int count() {
    return cameras.size();
  }

  /** Whether every camera kept its rate, as {@link CameraRate} judges it. */
  public boolean kept() {
    return cameras.stream().allMatch(camera -> camera.keeps(wantedFps, seconds));
  }

  /** Results of all cameras. */
  public long results() {
    return cameras.stream().mapToLong(CameraRate::results).sum();
  }

  /** Results a second of all cameras. */
  public double fps() {
    return results() / seconds;
  }

  /**
   * The slowest camera's frames a second that had a result or were spared; 0 of none.
   *
   * @see CameraRate#spared
   */
  public double leastFps() {
    return cameras.stream().mapToLong(each -> each.results() + each.spared()).min().orElse(0)
        / seconds;
  }

  /** Frames of all cameras that were wanted and lost. */
  public long lost() {
    return cameras.stream().mapToLong(CameraRate::lost).sum();
  }

  /** Frames of all cameras that were dropped, by cause. */
  public Map<DropCause, Long> dropped() {
    Map<DropCause, Long> sums = new EnumMap<>(DropCause.class);
    for (CameraRate camera : cameras) {
      camera.dropped().forEach((cause, count) -> sums.merge(cause, count, Long::sum));
    }
    return Collections.unmodifiableMap(sums);
  }

  /** Seconds of processor time for each result, from seconds of all. */
  public double perResult(double cpuSeconds) {
    return cpuSeconds / Math.max(1, results());
  }

  /** Processors that each camera keeps busy, from seconds of all. */
  public double perCamera(double cpuSeconds) {
    return cpuSeconds / seconds / Math.max(1, count());
  }
}
