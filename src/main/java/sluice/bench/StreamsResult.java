package sluice.bench;

import java.util.List;

/**
 * What streams that share a model did beside each other.
 *
 * @param seconds how long they were measured
 * @param cpuSecondsPerFrame processor time of the whole process for each result
 * @param starvedShare share of the time with fewer requests in flight than the device calls
 *     optimal, 0 to 1
 * @param streams each of them
 */
public record StreamsResult(
    double seconds, double cpuSecondsPerFrame, double starvedShare, List<StreamRate> streams) {

  /** Keeps its own copy. */
  public StreamsResult {
    streams = List.copyOf(streams);
  }

  /** Results a second of all together. */
  public double fps() {
    return streams.stream().mapToDouble(StreamRate::fps).sum();
  }

  /** Frames that were dropped, of all together. */
  public long dropped() {
    return streams.stream().mapToLong(StreamRate::dropped).sum();
  }

  /** The slowest one's results a second; 0 of none. */
  public double leastFps() {
    return streams.stream().mapToDouble(StreamRate::fps).min().orElse(0);
  }

  /** Whether each of them kept the rate that it was played at, as {@link StreamRate} judges it. */
  public boolean keeps(double wanted) {
    return streams.stream().allMatch(stream -> stream.keeps(wanted, seconds));
  }
}
