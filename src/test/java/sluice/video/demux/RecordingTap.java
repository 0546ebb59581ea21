package sluice.video.demux;

import java.util.ArrayList;
import java.util.List;

/** A tap that retains every packet, and closes them on command. */
final class RecordingTap implements PacketTap, AutoCloseable {
  final List<PacketStream> streams = new ArrayList<>();
  final List<Packet> packets = new ArrayList<>();
  final boolean audio;
  int opened;
  int closed;

  RecordingTap(boolean audio) {
    this.audio = audio;
  }

  @Override
  public boolean wantsAudio() {
    return audio;
  }

  @Override
  public void opened(List<PacketStream> found) {
    opened++;
    streams.addAll(found);
  }

  @Override
  public void packet(Packet packet) {
    packets.add(packet.retain());
  }

  @Override
  public void closed() {
    closed++;
  }

  @Override
  public void close() {
    packets.forEach(Packet::close);
    packets.clear();
  }
}
