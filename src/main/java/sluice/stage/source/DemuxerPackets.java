package sluice.stage.source;

import java.util.List;
import java.util.function.BooleanSupplier;
import sluice.core.UnsupportedSourceException;
import sluice.video.demux.DecoderSettings;
import sluice.video.demux.Demuxer;
import sluice.video.demux.PacketTap;
import sluice.video.ffmpeg.FfmpegErrorText;

/** The packets of a camera or server that sends what it sees. */
record DemuxerPackets(Demuxer demuxer) implements PacketReader {

  /**
   * Opens an input as {@link Demuxer#open} does.
   *
   * @param name of the source, without secrets
   * @throws UnsupportedSourceException for a recording on a web server too: it would be read faster
   *     than it plays
   */
  static DemuxerPackets open(
      String name, DecoderSettings settings, List<PacketTap> taps, BooleanSupplier cancelled) {
    try (FfmpegErrorText _ = FfmpegErrorText.keep()) {
      Demuxer demuxer = Demuxer.open(settings, cancelled, taps);
      if (demuxer.isDownload()) {
        demuxer.close();
        throw new UnsupportedSourceException(
            name
                + ": is a recording, which has an end (expected: a camera, or a server that sends"
                + " what a camera sees)");
      }
      demuxer.opened();
      return new DemuxerPackets(demuxer);
    }
  }

  @Override
  public boolean read() {
    return demuxer.read() != null;
  }

  @Override
  public void close() {
    demuxer.close();
  }
}
