package sluice.video.isolation.remote;

import java.util.List;
import java.util.function.BooleanSupplier;
import sluice.core.DecoderCrashException;
import sluice.sandbox.BoxStatus;
import sluice.video.decode.InputOpener;
import sluice.video.decode.VideoDecoder;
import sluice.video.demux.DecoderSettings;
import sluice.video.demux.PacketInput;
import sluice.video.demux.PacketTap;

/**
 * Opens inputs in processes of their own, each for one input. Beside what {@link InputOpener} says,
 * calls fail with a {@link DecoderCrashException} where a process ends, hangs or lies. Thread-safe.
 */
public final class IsolatedInputs implements InputOpener, AutoCloseable {

  /** Nothing is started yet. */
  public IsolatedInputs() {}

  /** What of the box is in force for processes that are started on this machine. */
  public BoxStatus box() {
    throw new UnsupportedOperationException();
  }

  /** Processes that run now. */
  public int running() {
    throw new UnsupportedOperationException();
  }

  @Override
  public VideoDecoder pictures(
      DecoderSettings settings, BooleanSupplier cancelled, List<PacketTap> taps) {
    throw new UnsupportedOperationException();
  }

  @Override
  public PacketInput packets(
      DecoderSettings settings, BooleanSupplier cancelled, List<PacketTap> taps) {
    throw new UnsupportedOperationException();
  }

  /** Ends all processes at once; decoders that are still open fail. */
  @Override
  public void close() {
    throw new UnsupportedOperationException();
  }
}
