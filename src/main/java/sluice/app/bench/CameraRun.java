package sluice.app.bench;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletionStage;
import sluice.app.StreamSystem;
import sluice.app.cameras.CameraSettings;
import sluice.app.cameras.OwnStream;
import sluice.app.cameras.ServiceTemplate;
import sluice.app.model.ConfiguredModel;
import sluice.bench.CameraRig;
import sluice.bench.CameraRounds;
import sluice.bench.CameraTrial;
import sluice.bench.CamerasResult;
import sluice.bench.WithEnvironment;
import sluice.core.ErrorCode;
import sluice.core.SluiceException;
import sluice.core.SourceInfo;
import sluice.core.util.Plural;
import sluice.stage.source.SourceLocation;
import sluice.stage.source.SourceReader;
import sluice.video.decode.DecodedPicture;

/**
 * Measures copies of a recording as live cameras of the service, with all that the service does for
 * a stream. For one run.
 */
final class CameraRun {
  /** Doublings, and as many halvings, that a search is likely to take. */
  private static final int LIKELY_TRIALS = 9;

  private static final double NANOS_PER_SECOND = 1e9;

  private final BenchSettings settings;
  private final CameraSettings cameras;
  private final Duration warmUp;
  private final BenchProgress progress;
  private final CompletionStage<?> stopped;
  private int steps;

  /**
   * A run that has measured nothing.
   *
   * @param warmUp cameras run for so long before they are measured
   * @param stopped once it completes, the run ends
   */
  CameraRun(
      BenchSettings settings,
      CameraSettings cameras,
      Duration warmUp,
      BenchProgress progress,
      CompletionStage<?> stopped) {
    this.settings = settings;
    this.cameras = cameras;
    this.warmUp = warmUp;
    this.progress = progress;
    this.stopped = stopped;
  }

  /**
   * Measures.
   *
   * @return what was measured until it was stopped
   * @throws CancellationException when it was stopped before the model was open
   * @throws SluiceException when recording, settings, model or service can't be used, or fail
   */
  WithEnvironment<CamerasResult> run(BenchInput input) {
    Instant at = Instant.now();
    requireRecording(input);
    try (BenchCache temporary = BenchCache.create()) {
      ServiceTemplate template =
          ServiceTemplate.of(cameras, own(), input.location(), temporary.folder());
      List<CameraRig> rigs = template.rigs(input.frameRate(), length(input));
      BenchEnvironment environment = environment(template, input);
      CamerasResult result =
          new CameraRounds(stopped, warmUp, settings.duration(), new Steps(rigs.size()))
              .run(rigs, cameras.count(), settings.repeats());
      return new WithEnvironment<>(at, settings.command(), environment.values(), result);
    }
  }

  private void requireRecording(BenchInput input) {
    SourceLocation.Kind kind = input.location().kind();
    boolean pictures = kind == SourceLocation.Kind.FOLDER || kind == SourceLocation.Kind.GLOB;
    if (pictures || !hasTwoPictures(input)) {
      throw new SluiceException(
          ErrorCode.USAGE,
          "INPUT: "
              + input.location().name()
              + " (expected: a recording, which cameras play at its own rate; pictures have none)");
    }
  }

  /** An image's header does not say that there is one. */
  private boolean hasTwoPictures(BenchInput input) {
    try (SourceReader reader = input.opener().open(() -> stopped.toCompletableFuture().isDone())) {
      for (int i = 0; i < 2; i++) {
        DecodedPicture picture = reader.next();
        if (picture == null) {
          return false;
        }
        picture.picture().close();
      }
      return true;
    }
  }

  private OwnStream own() {
    return new OwnStream(
        AutoLog.apply(settings).config(),
        settings.classifiers().stream().map(ConfiguredModel::config).toList(),
        settings.scene());
  }

  /** By its header; cameras are spread over a second where that does not say. */
  private static Duration length(BenchInput input) {
    SourceInfo info = input.info();
    return info.frames() > 0
        ? Duration.ofNanos((long) (info.frames() / input.frameRate() * NANOS_PER_SECOND))
        : Duration.ofSeconds(1);
  }

  /** Compiles the model once by itself: what is wrong with it is told before anything starts. */
  private BenchEnvironment environment(ServiceTemplate template, BenchInput input) {
    ConfiguredModel wanted = template.model();
    try (AutoLog _ = AutoLog.open(settings, progress);
        StreamSystem streams = StreamSystem.start();
        BenchModel model = BenchModel.open(wanted, input, streams)) {
      return new BenchEnvironment()
          .input(input.info())
          .recognised(model.recognition())
          .compiled(model.info(), model.subject().pool().input())
          .asked(wanted)
          .put("runs on", model.executionDevices());
    }
  }

  /** Tells of the trials. */
  private final class Steps implements CameraRounds.Listener {
    private final boolean compares;
    private final int likely;

    Steps(int variants) {
      this.compares = variants > 1;
      int each =
          cameras.count().isPresent() ? cameras.count().getAsInt() > 1 ? 2 : 1 : LIKELY_TRIALS;
      this.likely = each * variants * settings.repeats();
    }

    @Override
    public void trying(CameraRig variant, int count) {
      String what = Plural.of(count, "camera") + " at " + BenchRun.rate(variant.fps());
      progress.step(steps, Math.max(likely, steps + 1), named(variant, what));
      steps++;
    }

    @Override
    public void tried(CameraRig variant, CameraTrial trial) {
      String what =
          Plural.of(trial.count(), "camera")
              + (trial.kept() ? " kept " : " did not keep ")
              + BenchRun.rate(variant.fps())
              + ": "
              + BenchRun.rate(trial.fps())
              + " in all, the slowest "
              + BenchRun.rate(trial.leastFps())
              + ", lost "
              + trial.lost();
      progress.reported(named(variant, what));
    }

    private String named(CameraRig variant, String what) {
      return compares ? variant.name() + ": " + what : what;
    }
  }
}
