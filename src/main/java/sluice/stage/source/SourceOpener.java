package sluice.stage.source;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.BooleanSupplier;
import sluice.core.ErrorCode;
import sluice.core.SluiceException;
import sluice.core.source.TlsTrust;
import sluice.video.decode.InputOpener;
import sluice.video.demux.DecoderSettings;
import sluice.video.demux.PacketTap;

/** Chooses how a location is opened. */
public final class SourceOpener {
  private SourceOpener() {}

  /** Opens what the settings name, as often as it is asked to; from any thread. */
  public static SourceReader.Opener of(SourceSettings settings) {
    return of(settings, SourceAccess.any(TlsTrust.SYSTEM), new SourceProgress());
  }

  /**
   * The same.
   *
   * @param access decides where a network source is connected to; other sources don't ask it
   * @param progress hears of the packets of a camera or a network source
   */
  public static SourceReader.Opener of(
      SourceSettings settings, SourceAccess access, SourceProgress progress) {
    return of(settings, access, progress, List.of(), InputOpener.IN_PROCESS);
  }

  /**
   * The same.
   *
   * @param taps see the packets of whatever is no sequence of images; of a reader that is opened
   *     once
   * @param inputs opens what is no sequence of images and no device
   */
  public static SourceReader.Opener of(
      SourceSettings settings,
      SourceAccess access,
      SourceProgress progress,
      List<PacketTap> taps,
      InputOpener inputs) {
    SourceLocation location = settings.location();
    String address = location.address();
    return switch (location.kind()) {
      case FILE ->
          cancelled ->
              DecoderReader.open(
                  location,
                  inputs,
                  DecoderSettings.file(Path.of(address)).withPaced(settings.playback().realtime()),
                  taps,
                  cancelled);
      case FOLDER ->
          cancelled ->
              images(location, ImageFiles.ofFolder(address, location.confined()), cancelled);
      case GLOB -> cancelled -> images(location, ImageFiles.ofGlob(address), cancelled);
      case HTTP, RTSP ->
          cancelled ->
              new NetworkSource(settings, access)
                  .open(
                      decoder ->
                          DecoderReader.open(
                              location, inputs, decoder, with(progress, taps), cancelled));
      case CAMERA -> cancelled -> camera(settings, with(progress, taps), cancelled);
    };
  }

  /**
   * Opens what the settings name, to read its packets without decoding them; as often as it is
   * asked to, from any thread.
   *
   * @param settings of a network source
   * @param access decides where it is connected to
   * @param inputs opens it
   */
  public static PacketReader.Opener packets(
      SourceSettings settings, SourceAccess access, InputOpener inputs) {
    return (taps, cancelled) ->
        new NetworkSource(settings, access)
            .open(
                decoder ->
                    DemuxerPackets.open(
                        settings.location().name(), inputs, decoder, taps, cancelled));
  }

  private static List<PacketTap> with(SourceProgress progress, List<PacketTap> taps) {
    List<PacketTap> all = new ArrayList<>(taps);
    all.add(progress);
    return all;
  }

  private static SourceReader images(
      SourceLocation location, List<Path> files, BooleanSupplier cancelled) {
    return new ImageSequence(
        location.name(),
        files,
        file ->
            DecoderReader.open(
                location, InputOpener.IN_PROCESS, DecoderSettings.file(file), List.of(), cancelled),
        cancelled);
  }

  private static SourceReader camera(
      SourceSettings settings, List<PacketTap> taps, BooleanSupplier cancelled) {
    SourceLocation location = settings.location();
    String system = System.getProperty("os.name");
    if (!system.toLowerCase(Locale.ROOT).startsWith("linux")) {
      throw new SluiceException(
          ErrorCode.INPUT,
          location.name()
              + ": cameras can't be read on "
              + system
              + " (expected: Linux, or a camera with an rtsp:// or http:// address)");
    }
    Path file =
        CameraDevices.resolve(
            Path.of(location.address()), Path.of("/dev"), CameraDevices::isVideoDevice);
    DecoderSettings device = DecoderSettings.device(CameraDevices.FORMAT, file.toString());
    DecoderSettings patient =
        device.withTimeouts(settings.playback().openTimeout(), settings.playback().readTimeout());
    return DecoderReader.open(location, InputOpener.IN_PROCESS, patient, taps, cancelled);
  }
}
