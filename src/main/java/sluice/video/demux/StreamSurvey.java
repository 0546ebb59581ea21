package sluice.video.demux;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import sluice.core.StreamFacts;

/**
 * Finds out what the packets of an input say of it: its sound, the unit of its timestamps, and how
 * far key frames are apart. One thread.
 */
public final class StreamSurvey implements PacketTap {
  private static final double NANOS = TimeUnit.SECONDS.toNanos(1);

  private @Nullable PacketStream video;
  private Optional<StreamFacts.Sound> sound = Optional.empty();
  private String timeBase = "";
  private Optional<Double> byTimestamps = Optional.empty();
  private Optional<Double> byArrival = Optional.empty();

  private boolean begun;

  /** Packets since the last key frame, itself among them. */
  private long packets;

  private long keyFrameNanos;

  /** The first timestamp since the last key frame: RTP's first packet has none. */
  private long knownTimestamp = Packet.NO_TIMESTAMP;

  private long packetsBeforeKnown;

  @Override
  public boolean wantsAudio() {
    return true;
  }

  @Override
  public void opened(List<PacketStream> streams) {
    PacketStream first = streams.getFirst();
    video = first;
    timeBase = first.timeBaseNumerator() + "/" + first.timeBaseDenominator();
    sound =
        streams.stream()
            .filter(each -> each.kind() == PacketStream.Kind.AUDIO)
            .findFirst()
            .map(each -> new StreamFacts.Sound(each.codec(), each.sampleRate(), each.channels()));
  }

  @Override
  public void packet(Packet packet) {
    PacketStream pictures = video;
    if (pictures == null || packet.streamIndex() != pictures.index()) {
      return;
    }
    long timestamp = packet.dts() == Packet.NO_TIMESTAMP ? packet.pts() : packet.dts();
    if (packet.isKeyFrame()) {
      keyFrame(pictures, timestamp, System.nanoTime());
    }
    if (knownTimestamp == Packet.NO_TIMESTAMP) {
      knownTimestamp = timestamp;
      packetsBeforeKnown = packets;
    }
    packets++;
  }

  private void keyFrame(PacketStream pictures, long timestamp, long nanos) {
    if (begun) {
      byArrival = Optional.of((nanos - keyFrameNanos) / NANOS);
      boolean known =
          timestamp != Packet.NO_TIMESTAMP
              && knownTimestamp != Packet.NO_TIMESTAMP
              && packets > packetsBeforeKnown;
      byTimestamps =
          known
              ? Optional.of(
                  pictures.seconds(timestamp - knownTimestamp)
                      * packets
                      / (packets - packetsBeforeKnown))
              : Optional.empty();
    }
    begun = true;
    packets = 0;
    keyFrameNanos = nanos;
    knownTimestamp = Packet.NO_TIMESTAMP;
  }

  @Override
  public void closed() {
    video = null;
  }

  /** Whether a second key frame was seen. */
  public boolean isComplete() {
    return byArrival.isPresent();
  }

  /**
   * What was found so far; absent where no input was opened.
   *
   * @param clock whether timestamps are the input's own; where they are not, key frames are apart
   *     by when they came
   */
  public Optional<StreamFacts> facts(boolean clock) {
    return timeBase.isEmpty()
        ? Optional.empty()
        : Optional.of(new StreamFacts(timeBase, clock ? byTimestamps : byArrival, sound));
  }
}
