package sluice.app.service;

import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import sluice.app.demo.DemoSource;
import sluice.config.settings.StreamConfig;
import sluice.core.Playback;
import sluice.core.source.SourceAddress;
import sluice.stage.source.SourceLocation;
import sluice.stage.source.SourceOpener;
import sluice.stage.source.SourceProgress;
import sluice.stage.source.SourceReader;
import sluice.stage.source.SourceSettings;
import sluice.video.demux.ConnectionTarget;
import sluice.video.demux.PacketTap;

/**
 * Opener of a stream's source that applies the security policy, anew for each pass. What a source's
 * name means is found out here, on the stream's own thread, where a slow file system holds up no
 * other stream; a name server is waited for within a limit.
 *
 * @param stream what is opened
 * @param guard the rules
 * @param fromApi whether a client of the API named it
 * @param timeout for opening, and for silence later
 * @param phase spreads streams that start at the same time: {@link SourceSettings#phase}
 * @param progress hears what takes long
 * @param taps see the source's packets
 * @param inputs opens what is no sequence of images and no device
 */
record GuardedOpener(
    StreamConfig stream,
    SourceGuard guard,
    boolean fromApi,
    Duration timeout,
    double phase,
    SourceProgress progress,
    List<PacketTap> taps,
    RunInputs inputs)
    implements SourceReader.Opener {

  @Override
  public SourceReader open(BooleanSupplier cancelled) {
    SourceAddress source = stream.address();
    Optional<DemoSource> demo =
        source.scheme().equals("demo") ? DemoSource.parse(source.reveal()) : Optional.empty();
    if (demo.isPresent()) {
      guard.requireScheme(source);
      progress.begin("the demo is being drawn");
      demo.get()
          .draw(
              (frames, all) ->
                  progress.advance(
                      "the demo is being drawn, " + frames + " of " + all + " pictures"),
              cancelled);
      progress.done();
      return SourceOpener.of(
              settingsOf(demo.get().location()), this::admit, new SourceProgress(), taps, inputs)
          .open(cancelled);
    }
    return SourceOpener.of(
            settingsOf(guard.location(source, fromApi)), this::admit, progress, taps, inputs)
        .open(cancelled);
  }

  private ConnectionTarget admit(SourceAddress address) {
    address
        .host()
        .ifPresent(host -> progress.begin("the name server has not answered for " + host + " yet"));
    InetAddress machine = guard.connection(address);
    progress.done();
    return new ConnectionTarget(machine, stream.tlsTrust(guard.caFile()));
  }

  /** How the source is read and delivered, as far as its address shows; nothing is opened. */
  SourceSettings settings() {
    return settingsOf(SourceLocation.unresolved(stream.source()));
  }

  private SourceSettings settingsOf(SourceLocation location) {
    return new SourceSettings(
        location,
        Playback.builder()
            .delivery(stream.delivery().orElse(null))
            .fps(stream.detectFps().orElse(0))
            .decode(stream.decode())
            .loop(stream.loop())
            .realtime(stream.realtime())
            .transport(stream.transportOf(stream.source()))
            .openTimeout(timeout)
            .readTimeout(timeout)
            .build(),
        phase);
  }
}
