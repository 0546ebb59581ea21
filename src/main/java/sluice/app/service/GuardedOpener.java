package sluice.app.service;

import java.time.Duration;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.LongConsumer;
import sluice.app.demo.DemoSource;
import sluice.config.settings.StreamConfig;
import sluice.core.Playback;
import sluice.core.source.SourceAddress;
import sluice.stage.source.SourceLocation;
import sluice.stage.source.SourceOpener;
import sluice.stage.source.SourceReader;
import sluice.stage.source.SourceSettings;

/**
 * Opener of a stream's source that applies the security policy, anew for each pass. What a source's
 * name means is found out here, on the stream's own thread, where a slow file system or name server
 * holds up no other stream.
 *
 * @param stream what is opened
 * @param guard the rules
 * @param fromApi whether a client of the API named it
 * @param timeout for opening, and for silence later
 * @param drawn notified how many frames of a demo are drawn
 */
record GuardedOpener(
    StreamConfig stream, SourceGuard guard, boolean fromApi, Duration timeout, LongConsumer drawn)
    implements SourceReader.Opener {

  @Override
  public SourceReader open(BooleanSupplier cancelled) {
    SourceAddress source = stream.address();
    Optional<DemoSource> demo =
        source.scheme().equals("demo") ? DemoSource.parse(source.reveal()) : Optional.empty();
    if (demo.isPresent()) {
      guard.requireScheme(source);
      demo.get().draw((frames, all) -> drawn.accept(frames), cancelled);
      return SourceOpener.of(settings(stream, demo.get().location(), timeout)).open(cancelled);
    }
    SourceGuard.Admitted admitted = guard.admit(source, fromApi);
    return SourceOpener.of(settings(stream, admitted.location(), timeout), admitted.options())
        .open(cancelled);
  }

  /** How the source is read and delivered, as far as its address shows; nothing is opened. */
  SourceSettings settings() {
    return settings(stream, SourceLocation.unresolved(stream.source()), timeout);
  }

  private static SourceSettings settings(
      StreamConfig stream, SourceLocation location, Duration timeout) {
    return new SourceSettings(
        location,
        Playback.builder()
            .delivery(stream.delivery().orElse(null))
            .fps(stream.detectFps().orElse(0))
            .loop(stream.loop())
            .realtime(stream.realtime())
            .openTimeout(timeout)
            .readTimeout(timeout)
            .build());
  }
}
