package sluice.recording;

import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import sluice.video.demux.DecoderSettings;
import sluice.video.demux.Demuxer;
import sluice.video.demux.Packet;
import sluice.video.demux.PacketStream;
import sluice.video.demux.PacketTap;

/** Tells somebody of each packet of a video. */
final class PacketFeed implements PacketTap {
  private final Consumer<Packet> taker;
  private int video = -1;

  PacketFeed(Consumer<Packet> taker) {
    this.taker = taker;
  }

  /** Reads a file to its end. */
  static void read(Path file, Consumer<Packet> taker) {
    try (Demuxer demuxer =
        Demuxer.open(DecoderSettings.file(file), () -> false, List.of(new PacketFeed(taker)))) {
      while (demuxer.read() != null) {
        // the taker sees it
      }
    }
  }

  /** How many packets a file has. */
  static int count(Path file) {
    int[] count = new int[1];
    read(file, _ -> count[0]++);
    return count[0];
  }

  @Override
  public void opened(List<PacketStream> streams) {
    video = streams.getFirst().index();
  }

  @Override
  public void packet(Packet packet) {
    if (packet.streamIndex() == video) {
      taker.accept(packet);
    }
  }

  @Override
  public void closed() {}
}
