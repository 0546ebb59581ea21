package sluice.recording;

import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import sluice.video.demux.Packet;
import sluice.video.demux.PacketStream;
import sluice.video.demux.PacketTap;

/** Lets a clock go on with the packets of a file, as if a camera sent them. One thread. */
final class PacedTap implements PacketTap {
  static final Instant BEGIN = Instant.parse("2026-10-25T00:59:50Z");

  private final PacketTap tap;
  private long nanos;
  private long offset;
  private List<PacketStream> streams = List.of();

  /** The tap is made with this one's clocks. */
  PacedTap(java.util.function.Function<PacedTap, PacketTap> made) {
    this.tap = made.apply(this);
  }

  long nanos() {
    return nanos;
  }

  Instant wall() {
    return BEGIN.plusNanos(nanos);
  }

  /** Time passes between two inputs. */
  void pass(long millis) {
    nanos += TimeUnit.MILLISECONDS.toNanos(millis);
  }

  @Override
  public boolean wantsAudio() {
    return tap.wantsAudio();
  }

  @Override
  public void opened(List<PacketStream> opened) {
    streams = opened;
    offset = nanos;
    tap.opened(opened);
  }

  @Override
  public void packet(Packet packet) {
    if (packet.streamIndex() == streams.getFirst().index() && packet.dts() != Packet.NO_TIMESTAMP) {
      long media = (long) (streams.getFirst().seconds(packet.dts()) * 1e9);
      nanos = Math.max(nanos, offset + media);
    }
    tap.packet(packet);
  }

  @Override
  public void closed() {
    tap.closed();
  }
}
