package sluice.app.recording;

import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import sluice.video.demux.Packet;
import sluice.video.demux.PacketStream;
import sluice.video.demux.PacketTap;

/**
 * Records from the moment on at which the store is open, so that a stream never waits for it. May
 * be opened again after it was closed.
 */
final class DeferredTap implements PacketTap {
  private final boolean audio;
  private final Supplier<Optional<PacketTap>> recorder;
  private List<PacketStream> streams = List.of();
  private @Nullable PacketTap tap;
  private boolean open;

  /**
   * A tap of one stream.
   *
   * @param audio whether sound is recorded too
   * @param recorder empty as long as the store isn't open
   */
  DeferredTap(boolean audio, Supplier<Optional<PacketTap>> recorder) {
    this.audio = audio;
    this.recorder = recorder;
  }

  @Override
  public boolean wantsAudio() {
    return audio;
  }

  @Override
  public void opened(List<PacketStream> opened) {
    streams = opened;
    open = false;
  }

  @Override
  public void packet(Packet packet) {
    PacketTap known = tap;
    if (known == null) {
      known = recorder.get().orElse(null);
      tap = known;
    }
    if (known == null) {
      return;
    }
    if (!open) {
      open = true;
      known.opened(streams);
    }
    known.packet(packet);
  }

  @Override
  public void closed() {
    PacketTap known = tap;
    if (known != null && open) {
      open = false;
      known.closed();
    }
    streams = List.of();
  }
}
