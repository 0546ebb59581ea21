package sluice.video.demux;

import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Input counters: packets, bytes and key frames of the video, and the longest distance between key
 * frames. Attached to every input while the level of {@code sluice.video} is debug, and logged when
 * the input is closed; tells what a camera really sends, also where no picture comes of it. One
 * thread.
 */
final class PacketStatistics implements PacketTap {
  private static final Logger LOG = LoggerFactory.getLogger(PacketStatistics.class);

  private final String input;
  private @Nullable PacketStream video;
  private long packets;
  private long bytes;
  private long keyFrames;
  private long lastKeyFrame = Packet.NO_TIMESTAMP;
  private long longestDistance;

  /**
   * Counters at zero.
   *
   * @param input its name for the log, without secrets
   */
  PacketStatistics(String input) {
    this.input = input;
  }

  /** Whether the counters would be logged. */
  static boolean isWanted() {
    return LOG.isDebugEnabled();
  }

  @Override
  public void opened(List<PacketStream> streams) {
    video = streams.getFirst();
  }

  @Override
  public void packet(Packet packet) {
    if (video == null || packet.streamIndex() != video.index()) {
      return;
    }
    packets++;
    bytes += packet.size();
    if (packet.isKeyFrame()) {
      keyFrames++;
      measureDistance(packet.dts());
    }
  }

  private void measureDistance(long dts) {
    if (dts != Packet.NO_TIMESTAMP && lastKeyFrame != Packet.NO_TIMESTAMP) {
      longestDistance = Math.max(longestDistance, dts - lastKeyFrame);
    }
    lastKeyFrame = dts;
  }

  @Override
  public void closed() {
    LOG.debug("{}", this);
  }

  /** Packets of the video so far. */
  long packets() {
    return packets;
  }

  /** Bytes of their payloads. */
  long bytes() {
    return bytes;
  }

  /** Those of them that decoding can begin at. */
  long keyFrames() {
    return keyFrames;
  }

  /** The longest time from one key frame to the next, in seconds; 0 before the second one. */
  double keyFrameSeconds() {
    return video == null ? 0 : video.seconds(longestDistance);
  }

  @Override
  public String toString() {
    return String.format(
        Locale.ROOT,
        "%s: %s, %d packets, %d bytes, %d key frames, at most %.2f s apart",
        input,
        video == null ? "unknown" : video.codec(),
        packets,
        bytes,
        keyFrames,
        keyFrameSeconds());
  }
}
