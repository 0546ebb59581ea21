package sluice.app.service;

import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
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
  private final Supplier<InputOpener> policy;
  private volatile boolean isolated;

  /**
   * Nothing was opened yet.
   *
   * @param policy says what opens the source; asked for each opening, for it may change
   */
  RunInputs(Supplier<InputOpener> policy) {
    this.policy = policy;
  }

  /** Whether what was opened last is in a process of its own. */
  boolean isIsolated() {
    return isolated;
  }

  @Override
  public VideoDecoder pictures(
      DecoderSettings settings, BooleanSupplier cancelled, List<PacketTap> taps) {
    return next().pictures(settings, cancelled, taps);
  }

  @Override
  public PacketInput packets(
      DecoderSettings settings, BooleanSupplier cancelled, List<PacketTap> taps) {
    return next().packets(settings, cancelled, taps);
  }

  private InputOpener next() {
    InputOpener next = policy.get();
    isolated = !next.equals(InputOpener.IN_PROCESS);
    return next;
  }
}
