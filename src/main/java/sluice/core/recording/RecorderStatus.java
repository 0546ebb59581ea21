package sluice.core.recording;

import java.time.Duration;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;

/**
 * How the recording of a stream goes.
 *
 * @param state in which it is
 * @param bytes written since the service started
 * @param lost video that was not recorded since then, by cause; every cause is there
 * @param waiting fragments that wait for the disk now
 */
public record RecorderStatus(
    RecorderState state, long bytes, Map<RecordingLoss, Duration> lost, int waiting) {

  /** Keeps its own copy of the map. */
  public RecorderStatus {
    Map<RecordingLoss, Duration> all = new EnumMap<>(RecordingLoss.class);
    for (RecordingLoss cause : RecordingLoss.values()) {
      all.put(cause, lost.getOrDefault(cause, Duration.ZERO));
    }
    lost = Collections.unmodifiableMap(all);
  }

  /** The same, where more video was not recorded. */
  public RecorderStatus plus(RecordingLoss cause, Duration more) {
    Map<RecordingLoss, Duration> sums = new EnumMap<>(lost);
    sums.merge(cause, more, Duration::plus);
    return new RecorderStatus(state, bytes, sums, waiting);
  }

  /** The same in another state. */
  public RecorderStatus with(RecorderState other) {
    return new RecorderStatus(other, bytes, lost, waiting);
  }

  /** Nothing was recorded yet. */
  public static RecorderStatus of(RecorderState state) {
    return new RecorderStatus(state, 0, Map.of(), 0);
  }
}
