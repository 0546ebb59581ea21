package sluice.app.detect;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import sluice.app.demo.DemoSource;
import sluice.app.model.JobModels;
import sluice.app.model.ModelHandle;
import sluice.core.Failures;
import sluice.core.Playback;
import sluice.core.source.TlsTrust;
import sluice.stage.source.SourceAccess;
import sluice.stage.source.SourceLocation;
import sluice.stage.source.SourceOpener;
import sluice.stage.source.SourceProgress;
import sluice.stage.source.SourceReader;
import sluice.stage.source.SourceSettings;

/**
 * The source of one input, and the model that suits it, which is known once the source is open.
 * Thread-safe.
 */
final class InputSource {
  private final String name;
  private final Optional<DemoSource> demo;
  private final SourceSettings settings;
  private final TlsTrust trust;

  // Written by the decoder's thread before the source counts as open.
  private volatile @Nullable ModelHandle model;
  private volatile @Nullable Throwable modelFailure;

  private InputSource(
      String name, Optional<DemoSource> demo, SourceSettings settings, TlsTrust trust) {
    this.name = name;
    this.demo = demo;
    this.settings = settings;
    this.trust = trust;
  }

  /**
   * The source that an input names; nothing is opened.
   *
   * @param playback what of it is used, and at which pace
   * @param trust in the certificate of a server
   * @throws sluice.core.SluiceException when the name means nothing
   */
  static InputSource of(DetectSettings.Input input, Playback playback, TlsTrust trust) {
    Optional<DemoSource> demo = DemoSource.parse(input.source());
    SourceLocation location =
        demo.map(DemoSource::location).orElseGet(() -> SourceLocation.parse(input.source()));
    return new InputSource(input.name(), demo, new SourceSettings(location, playback), trust);
  }

  /** How it is read and delivered. */
  SourceSettings settings() {
    return settings;
  }

  /**
   * Draws what has to be drawn, opens the source, and gets the model that suits it before the first
   * picture is read: no frame waits for a compilation.
   *
   * @param models where the model is had
   * @param progress notified of the progress of a demo; called by the decoder's thread
   */
  SourceReader.Opener opener(JobModels models, DemoSource.Progress progress) {
    SourceReader.Opener opener =
        SourceOpener.of(settings, SourceAccess.any(trust), new SourceProgress());
    return cancelled -> {
      demo.ifPresent(clip -> clip.draw(progress, cancelled));
      SourceReader opened = opener.open(cancelled);
      try {
        model = model == null ? models.suited(opened.info()) : model;
        return opened;
      } catch (RuntimeException | Error failure) {
        modelFailure = failure;
        opened.close();
        throw failure;
      }
    };
  }

  /**
   * The model that suits the source.
   *
   * @throws IllegalStateException before the source is open
   */
  ModelHandle model() {
    ModelHandle suited = model;
    if (suited == null) {
      throw new IllegalStateException(name + " is not open");
    }
    return suited;
  }

  /** Throws why the model could not be had, where that ended the input. */
  void throwModelFailure() {
    Throwable failure = modelFailure;
    if (failure != null) {
      throw Failures.unchecked(name, failure);
    }
  }
}
