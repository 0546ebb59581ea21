package sluice.stage.source;

import java.util.List;
import java.util.function.BooleanSupplier;
import sluice.core.UnsupportedSourceException;
import sluice.video.decode.InputOpener;
import sluice.video.demux.DecoderSettings;
import sluice.video.demux.PacketInput;
import sluice.video.demux.PacketTap;

/** The packets of a camera or server that sends what it sees. */
record DemuxerPackets(PacketInput input) implements PacketReader {

  /**
   * Opens an input as {@link InputOpener#packets} does.
   *
   * @param name of the source, without secrets
   * @param inputs opens it
   * @throws UnsupportedSourceException for a recording on a web server too: it would be read faster
   *     than it plays
   */
  static DemuxerPackets open(
      String name,
      InputOpener inputs,
      DecoderSettings settings,
      List<PacketTap> taps,
      BooleanSupplier cancelled) {
    PacketInput input = inputs.packets(settings, cancelled, taps);
    if (input.isDownload()) {
      input.close();
      throw new UnsupportedSourceException(
          name
              + ": is a recording, which has an end (expected: a camera, or a server that sends"
              + " what a camera sees)");
    }
    return new DemuxerPackets(input);
  }

  @Override
  public boolean read() {
    return input.advance();
  }

  @Override
  public void close() {
    input.close();
  }
}
