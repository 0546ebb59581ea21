package sluice.app.bench;

import java.util.Optional;
import java.util.function.BooleanSupplier;
import sluice.app.demo.DemoSource;
import sluice.core.ErrorCode;
import sluice.core.Playback;
import sluice.core.SluiceException;
import sluice.core.SourceInfo;
import sluice.stage.source.SourceLocation;
import sluice.stage.source.SourceOpener;
import sluice.stage.source.SourceReader;
import sluice.stage.source.SourceSettings;

/**
 * The input of a benchmark: a recording that can be read repeatedly.
 *
 * @param location where it is
 * @param opener opens it from its start
 * @param info what is known of it
 */
public record BenchInput(SourceLocation location, SourceReader.Opener opener, SourceInfo info) {
  /** Of pictures without a rate; that of FFmpeg's images. */
  private static final double USUAL_RATE = 25;

  /**
   * Looks at a recording; a demo's is drawn where it isn't there.
   *
   * @param source as the user named it
   * @param drawing progress listener of the drawing
   * @param cancelled ends the drawing once it holds
   * @throws SluiceException of code USAGE for what can't start again, of code INPUT when it can't
   *     be read
   */
  public static BenchInput open(
      String source, DemoSource.Progress drawing, BooleanSupplier cancelled) {
    Optional<DemoSource> demo = DemoSource.parse(source);
    SourceLocation location =
        demo.map(DemoSource::location).orElseGet(() -> SourceLocation.parse(source));
    if (location.live()) {
      throw live(location);
    }
    demo.ifPresent(drawn -> drawn.draw(drawing, cancelled));
    SourceReader.Opener opener =
        SourceOpener.of(new SourceSettings(location, Playback.builder().build()));
    try (SourceReader reader = opener.open(cancelled)) {
      if (reader.info().live()) {
        throw live(location);
      }
      return new BenchInput(location, opener, reader.info());
    }
  }

  /** Frames a second, above 0. */
  double frameRate() {
    return info.frameRate() > 0 ? info.frameRate() : USUAL_RATE;
  }

  private static SluiceException live(SourceLocation location) {
    return new SluiceException(
        ErrorCode.USAGE,
        "INPUT: "
            + location.name()
            + " (expected: a recording, which can be read again and again; record some seconds of"
            + " it first)");
  }
}
