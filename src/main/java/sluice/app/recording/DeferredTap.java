package sluice.app.recording;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import java.util.function.LongConsumer;
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
  /** Packets that are farther apart, or go back, have no video between them. */
  private static final long MOST_AHEAD_NANOS = TimeUnit.SECONDS.toNanos(10);

  private final boolean audio;
  private final Supplier<Optional<PacketTap>> recorder;
  private final LongConsumer missed;
  private List<PacketStream> streams = List.of();
  private @Nullable PacketTap tap;
  private boolean open;

  /** Media time of the last packet of video that nobody has recorded; absent before the first. */
  private OptionalLong last = OptionalLong.empty();

  /**
   * A tap of one stream.
   *
   * @param audio whether sound is recorded too
   * @param recorder empty as long as the store isn't open
   * @param missed is told how much video, in nanoseconds, has passed meanwhile
   */
  DeferredTap(boolean audio, Supplier<Optional<PacketTap>> recorder, LongConsumer missed) {
    this.audio = audio;
    this.recorder = recorder;
    this.missed = missed;
  }

  @Override
  public boolean wantsAudio() {
    return audio;
  }

  @Override
  public void opened(List<PacketStream> opened) {
    streams = opened;
    open = false;
    last = OptionalLong.empty();
  }

  @Override
  public void packet(Packet packet) {
    PacketTap known = tap;
    if (known == null) {
      known = recorder.get().orElse(null);
      tap = known;
    }
    if (known == null) {
      miss(packet);
      return;
    }
    if (!open) {
      open = true;
      known.opened(streams);
    }
    known.packet(packet);
  }

  private void miss(Packet packet) {
    PacketStream video = streams.getFirst();
    if (packet.streamIndex() != video.index() || packet.dts() == Packet.NO_TIMESTAMP) {
      return;
    }
    long at = Math.round(video.seconds(packet.dts()) * TimeUnit.SECONDS.toNanos(1));
    long passed = at - last.orElse(at);
    if (passed > 0 && passed <= MOST_AHEAD_NANOS) {
      missed.accept(passed);
    }
    last = OptionalLong.of(at);
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
