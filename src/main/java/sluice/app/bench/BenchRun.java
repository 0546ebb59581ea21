package sluice.app.bench;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import sluice.app.StreamSystem;
import sluice.app.cameras.CameraSettings;
import sluice.app.model.ConfiguredModel;
import sluice.bench.BenchMode;
import sluice.bench.BenchResult;
import sluice.bench.CamerasResult;
import sluice.bench.FirstInference;
import sluice.bench.MeasureSettings;
import sluice.bench.MeasuredMode;
import sluice.bench.Measurement;
import sluice.bench.ModeOrder;
import sluice.bench.ModeSummaries;
import sluice.bench.ModeSummary;
import sluice.bench.MostStreams;
import sluice.bench.StreamsMeasurer;
import sluice.bench.StreamsResult;
import sluice.bench.SupplyCost;
import sluice.bench.WithEnvironment;
import sluice.core.SluiceException;
import sluice.core.scene.ClassifySettings;
import sluice.core.util.Plural;

/** The benchmark job on OpenVINO and FFmpeg. */
public final class BenchRun implements BenchJob {
  /** So long each mode runs before the first repeat: code is compiled and caches fill. */
  private static final Duration WARM_UP = Duration.ofSeconds(2);

  /** So long a measurement runs before it counts. */
  private static final Duration RAMP = Duration.ofMillis(500);

  /** So many times as long cameras warm up: they give far fewer frames a second. */
  private static final int WARM_UPS_OF_CAMERAS = 3;

  private static final Duration SUPPLY = Duration.ofSeconds(1);

  /** Frames whose objects are compared, at the most. */
  private static final int MOST_DETECTION_FRAMES = 200;

  /** Of the frames that the slowest mode gets through in its time; so that none needs more. */
  private static final double SAFE_SHARE = 0.8;

  /** Doublings, and as many halvings, that a search is likely to take. */
  private static final int LIKELY_TRIALS = 8;

  private final Duration warmUp;
  private final CompletableFuture<Void> stopped = new CompletableFuture<>();

  /** A run that has measured nothing. */
  public BenchRun() {
    this(WARM_UP);
  }

  /** The same with a warm-up of another length. */
  BenchRun(Duration warmUp) {
    this.warmUp = warmUp;
  }

  @Override
  public void stop() {
    stopped.complete(null);
  }

  @Override
  public BenchResult modes(BenchSettings settings, BenchProgress progress) {
    Instant at = Instant.now();
    return with(settings, progress, model -> modes(settings, progress, at, model));
  }

  private BenchResult modes(
      BenchSettings settings, BenchProgress progress, Instant at, Opened opened) {
    Steps steps = new Steps(progress, settings.modes().size() * (settings.repeats() + 1) + 1);
    List<MeasuredMode> measured = new ArrayList<>();
    BenchEnvironment environment = opened.environment();
    OptionalDouble limit = OptionalDouble.empty();
    try {
      steps.next("decoding and preparing alone");
      SupplyCost supply = SupplyCost.measure(opened.model().subject(), SUPPLY, stopped::isDone);
      environment
          .put("decode, ms CPU a frame", millis(supply.decodeSeconds()))
          .put("prepare, ms CPU a frame", millis(supply.prepareSeconds()));
      MeasureSettings times =
          new MeasureSettings(
              RAMP,
              settings.duration(),
              settings.interval(),
              warmUp(settings, opened.model(), steps));
      for (int repeat = 1; repeat <= settings.repeats(); repeat++) {
        List<BenchMode> turns = ModeOrder.of(settings.modes(), repeat);
        for (BenchMode mode : turns) {
          String what =
              "%s, repeat %d of %d".formatted(mode.wireName(), repeat, settings.repeats());
          steps.next(what);
          int order = turns.indexOf(mode) + 1;
          measured.add(opened.model().measure(mode, repeat, order, times, stopped));
          steps.reported(what + ": " + rate(measured.getLast().measurement().fps()));
        }
      }
      limit = limit(supply, measured);
    } catch (CancellationException asked) {
      if (!stopped.isDone()) {
        throw asked;
      }
      limit = OptionalDouble.empty(); // what was measured so far still counts
    }
    environment.put("runs on, at the end", opened.model().executionDevices());
    List<ModeSummary> modes = ModeSummaries.of(settings.modes(), measured);
    return new BenchResult(at, settings.command(), environment.values(), modes, limit);
  }

  /**
   * Runs each mode for a while.
   *
   * @return how many frames each of them gets through in any case when it is measured
   */
  private int warmUp(BenchSettings settings, BenchModel model, Steps steps) {
    MeasureSettings loose = new MeasureSettings(Duration.ZERO, warmUp, warmUp, 0);
    double least = Double.POSITIVE_INFINITY;
    for (BenchMode mode : settings.modes()) {
      steps.next("warming up " + mode.wireName());
      Measurement seen = model.measure(mode, 0, 0, loose, stopped).measurement();
      if (mode.isEndToEnd()) {
        least = Math.min(least, seen.fps());
      }
    }
    double seconds = settings.duration().toNanos() / 1e9;
    return (int) Math.clamp(least * seconds * SAFE_SHARE, 1, MOST_DETECTION_FRAMES);
  }

  private static OptionalDouble limit(SupplyCost supply, List<MeasuredMode> measured) {
    return ModeSummaries.of(List.of(BenchMode.INFER_ONLY), measured).stream()
        .filter(alone -> alone.fps() > 0)
        .mapToDouble(alone -> supply.limit(alone.fps(), alone.typical().cpuSecondsPerFrame()))
        .findFirst();
  }

  private static String millis(double seconds) {
    return String.format(Locale.ROOT, "%.3f", seconds * 1000);
  }

  @Override
  public WithEnvironment<StreamsResult> streams(
      BenchSettings settings, int streams, BenchProgress progress) {
    Instant at = Instant.now();
    return with(
        settings,
        progress,
        opened -> {
          new Steps(progress, 1).next(Plural.of(streams, "stream"));
          StreamsResult result =
              new StreamsMeasurer(opened.model().subject(), stopped)
                  .measure(streams, OptionalDouble.empty(), warmUp, settings.duration());
          return documented(at, settings, opened, result);
        });
  }

  @Override
  public WithEnvironment<MostStreams> mostStreams(
      BenchSettings settings, double fps, BenchProgress progress) {
    Instant at = Instant.now();
    return with(
        settings,
        progress,
        opened -> {
          Steps steps = new Steps(progress, LIKELY_TRIALS);
          MostStreams result =
              new StreamsMeasurer(opened.model().subject(), stopped)
                  .mostStreams(
                      fps,
                      warmUp,
                      settings.duration(),
                      count -> steps.next(Plural.of(count, "stream") + " at " + rate(fps)),
                      trial -> steps.reported(trial(trial)));
          return documented(at, settings, opened, result);
        });
  }

  @Override
  public WithEnvironment<CamerasResult> cameras(
      BenchSettings settings, CameraSettings cameras, BenchProgress progress) {
    return new CameraRun(
            settings, cameras, warmUp.multipliedBy(WARM_UPS_OF_CAMERAS), progress, stopped)
        .run(openInput(settings, progress));
  }

  private static String trial(MostStreams.Trial trial) {
    return Plural.of(trial.streams(), "stream")
        + (trial.kept() ? " kept it: " : " did not keep it: ")
        + rate(trial.result().fps())
        + " in all, the slowest "
        + rate(trial.result().leastFps())
        + ", dropped "
        + trial.result().dropped();
  }

  /** A rate as progress has it. */
  static String rate(double fps) {
    return String.format(Locale.ROOT, "%.1f fps", fps);
  }

  private static <T> WithEnvironment<T> documented(
      Instant at, BenchSettings settings, Opened opened, T result) {
    return new WithEnvironment<>(at, settings.command(), opened.environment().values(), result);
  }

  @Override
  public WithEnvironment<List<FirstInference>> firstInferences(
      BenchSettings settings, BenchProgress progress) {
    Instant at = Instant.now();
    BenchInput input = openInput(settings, progress);
    BenchEnvironment environment =
        new BenchEnvironment().asked(settings.model()).input(input.info());
    try (AutoLog _ = AutoLog.open(settings, progress)) {
      List<FirstInference> rows =
          new FirstInferenceRun(settings, input, stopped::isDone).run(progress);
      return new WithEnvironment<>(at, settings.command(), environment.values(), rows);
    }
  }

  private BenchInput openInput(BenchSettings settings, BenchProgress progress) {
    try {
      return BenchInput.open(settings.input(), progress::drawing, stopped::isDone);
    } catch (SluiceException failure) {
      if (stopped.isDone()) {
        throw new CancellationException("was stopped: " + failure.getMessage());
      }
      throw failure;
    }
  }

  /** A model that is open, and what is known of where it runs. */
  private record Opened(BenchModel model, BenchEnvironment environment) {}

  /** What is done with an open model. */
  @FunctionalInterface
  private interface Use<T> {
    T of(Opened opened);
  }

  private <T> T with(BenchSettings settings, BenchProgress progress, Use<T> use) {
    BenchInput input = openInput(settings, progress);
    ConfiguredModel wanted = AutoLog.apply(settings);
    try (AutoLog _ = AutoLog.open(settings, progress);
        StreamSystem streams = StreamSystem.start();
        BenchModel model =
            BenchModel.open(wanted, input, streams, settings.scene(), settings.classifiers())) {
      BenchEnvironment environment =
          new BenchEnvironment()
              .input(input.info())
              .recognised(model.recognition())
              .compiled(model.info(), model.subject().pool().input())
              .asked(wanted)
              .put("runs on", model.executionDevices());
      if (settings.scene().isTracked()) {
        environment.put("objects of streams", followed(settings));
      }
      return use.of(new Opened(model, environment));
    }
  }

  private static String followed(BenchSettings settings) {
    List<String> second =
        settings.scene().objects().classify().stream().map(ClassifySettings::model).toList();
    return second.isEmpty() ? "followed" : "followed, and asked of " + String.join(", ", second);
  }

  /** Counts the steps that are reported. */
  private static final class Steps {
    private final BenchProgress progress;
    private final int likely;
    private int done;

    Steps(BenchProgress progress, int likely) {
      this.progress = progress;
      this.likely = likely;
    }

    void next(String what) {
      progress.step(done, Math.max(likely, done + 1), what);
      done++;
    }

    void reported(String line) {
      progress.reported(line);
    }
  }
}
