package sluice.metrics;

import java.util.Map;
import java.util.OptionalDouble;
import sluice.core.DropCause;
import sluice.core.LatencyStage;

/**
 * A snapshot of a run's metrics. Maps are unmodifiable and keep a fixed order: causes and stages by
 * their enum, labels by name.
 *
 * @param read pictures decoded, dropped ones among them
 * @param finished frames with a result
 * @param dropped frames dropped on purpose, by cause; every cause is there
 * @param damaged times the source's data could not be decoded, or only with damage
 * @param detections objects found
 * @param classified pictures that a classifier gave a class or attributes
 * @param detectionsByLabel objects found of each label that was found, and pictures that a
 *     classifier gave each class above all others, or each attribute
 * @param seconds from the first decoded picture to the last result
 * @param fps results a second over {@code seconds}; 0 without a result
 * @param steadyFps results a second from the 300th result to the last one: without the start, while
 *     code is compiled and caches fill; absent in shorter runs
 * @param latencies what each stage spent on a finished frame
 */
public record RunSnapshot(
    long read,
    long finished,
    Map<DropCause, Long> dropped,
    long damaged,
    long detections,
    long classified,
    Map<String, Long> detectionsByLabel,
    double seconds,
    double fps,
    OptionalDouble steadyFps,
    Map<LatencyStage, LatencySummary> latencies) {

  /** Frames dropped, whatever the cause. */
  public long droppedInAll() {
    return dropped.values().stream().mapToLong(Long::longValue).sum();
  }
}
