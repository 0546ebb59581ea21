package sluice.stage.source;

import java.util.List;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import sluice.core.DecodeMode;
import sluice.core.SourceDetails;
import sluice.core.SourceInfo;
import sluice.video.decode.DecodedPicture;
import sluice.video.decode.InputOpener;
import sluice.video.decode.PictureDemand;
import sluice.video.decode.StreamInfo;
import sluice.video.decode.VideoDecoder;
import sluice.video.demux.DecoderSettings;
import sluice.video.demux.PacketTap;

/** The pictures of one input of FFmpeg's: a file, an address or a device. */
final class DecoderReader implements SourceReader {
  private final VideoDecoder decoder;
  private final SourceInfo info;

  private DecoderReader(VideoDecoder decoder, SourceInfo info) {
    this.decoder = decoder;
    this.info = info;
  }

  /**
   * Opens an input as {@link InputOpener#pictures} does.
   *
   * @param location what the user asked for: gives the name, and tells what is live
   * @param inputs opens it
   * @param settings what FFmpeg opens
   * @param taps see its packets
   */
  static DecoderReader open(
      SourceLocation location,
      InputOpener inputs,
      DecoderSettings settings,
      List<PacketTap> taps,
      BooleanSupplier cancelled) {
    VideoDecoder decoder = inputs.pictures(settings, cancelled, taps);
    StreamInfo stream = decoder.info();
    return new DecoderReader(
        decoder,
        new SourceInfo(
            location.name(),
            stream.displaySize().width(),
            stream.displaySize().height(),
            stream.frameRate(),
            stream.frames(),
            isLive(location, stream),
            new SourceDetails(stream.pixelAspect(), stream.clock(), stream.transport())));
  }

  /** A device is; a server's stream unless it has a length, for servers play recordings too. */
  private static boolean isLive(SourceLocation location, StreamInfo stream) {
    boolean endless = stream.durationNanos() < 0 && stream.frames() < 0;
    return switch (location.kind()) {
      case FILE, FOLDER, GLOB -> false;
      case HTTP, RTSP -> endless;
      case CAMERA -> true;
    };
  }

  @Override
  public String codec() {
    return decoder.info().codec();
  }

  @Override
  public SourceInfo info() {
    return info;
  }

  @Override
  public @Nullable DecodedPicture next() {
    return decoder.next();
  }

  @Override
  public void serve(PictureDemand demand) {
    decoder.serve(demand);
  }

  @Override
  public DecodeMode mode() {
    return decoder.mode();
  }

  @Override
  public long undecoded() {
    return decoder.undecoded();
  }

  @Override
  public long damaged() {
    return decoder.damagedPackets();
  }

  @Override
  public void close() {
    decoder.close();
  }
}
