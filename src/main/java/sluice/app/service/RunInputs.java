package sluice.app.service;

import java.util.List;
import java.util.function.BooleanSupplier;
import sluice.video.decode.InputOpener;
import sluice.video.decode.VideoDecoder;
import sluice.video.demux.DecoderSettings;
import sluice.video.demux.PacketInput;
import sluice.video.demux.PacketTap;

/**
 * Opens the inputs of one run, and knows whether they are decoded in a process of their own: what
 * is a sequence of images shows only when it is opened. Thread-safe.
 */
final class RunInputs implements InputOpener {
  private final InputOpener next;
  private volatile boolean isolated;

  /** Nothing was opened yet. */
  RunInputs(InputOpener next) {
    this.next = next;
  }

  /** Whether what was opened last is in a process of its own. */
  boolean isIsolated() {
    return isolated;
  }

  @Override
  public VideoDecoder pictures(
      DecoderSettings settings, BooleanSupplier cancelled, List<PacketTap> taps) {
    note();
    return next.pictures(settings, cancelled, taps);
  }

  @Override
  public PacketInput packets(
      DecoderSettings settings, BooleanSupplier cancelled, List<PacketTap> taps) {
    note();
    return next.packets(settings, cancelled, taps);
  }

  private void note() {
    isolated = !next.equals(InputOpener.IN_PROCESS);
  }
}
