package sluice.cli.bench;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.function.Supplier;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Spec;
import sluice.app.bench.BenchJob;
import sluice.app.bench.BenchSettings;
import sluice.app.cameras.CameraSettings;
import sluice.bench.BenchResult;
import sluice.bench.CamerasResult;
import sluice.bench.FirstInference;
import sluice.bench.MostStreams;
import sluice.bench.StreamsResult;
import sluice.bench.WithEnvironment;
import sluice.cli.options.ModelOptions;
import sluice.cli.options.RepeatedInput;
import sluice.cli.options.SceneOptions;
import sluice.cli.options.Services;
import sluice.cli.terminal.BenchOutput;
import sluice.cli.terminal.BenchView;
import sluice.cli.terminal.OptionParsers;
import sluice.cli.terminal.ProcessHost;
import sluice.cli.terminal.ProgressLine;
import sluice.cli.terminal.SignalActions;
import sluice.cli.terminal.Signals;

/** {@code sluice bench}: measures what a model and this machine can do, and what frames cost. */
@Command(
    name = "bench",
    description =
        "Measure ways to put a video through a model, side by side in one process: loops as one"
            + " writes them by hand, Sluice's own stream, and the device alone.",
    sortOptions = false,
    customSynopsis = "sluice bench [INPUT] [-m MODEL] [OPTIONS]",
    footer = {
      "%nModes, on the same frames, decoded anew: sync (one request, waited for), async (two,"
          + " swapped by hand), queue (as many as the device calls optimal, with callbacks),"
          + " stream (the same in Sluice's graph), infer-only (prepared tensors: the limit)."
    })
public final class BenchCommand implements Callable<Integer> {
  private final Services services;
  private final ProcessHost host;

  @Spec
  @SuppressWarnings("NullAway.Init") // set by picocli
  CommandSpec spec;

  @Mixin RepeatedInput input = new RepeatedInput();

  @Mixin BenchOptions bench = new BenchOptions();

  @Mixin CameraOptions cameras = new CameraOptions();

  @Mixin ModelOptions model = new ModelOptions();

  @Mixin SceneOptions scene = new SceneOptions();

  @Mixin BenchOutput output = new BenchOutput();

  @Mixin BenchReportOption report = new BenchReportOption();

  /** What the help text calls the mixins above. */
  public static Map<String, String> headings() {
    Map<String, String> result = new LinkedHashMap<>();
    result.put("bench", "What is measured");
    result.put("cameras", "Live cameras");
    result.put("model", "Model and device");
    result.put("scene", "Objects over time, in streams");
    result.put("output", "Results");
    result.put("report", "A page");
    return result;
  }

  public BenchCommand(Services services, ProcessHost host) {
    this.services = services;
    this.host = host;
  }

  /** What is to be printed and written. */
  private record Report(String text, String json, Optional<BenchResult> ofModes) {
    Report(String text, String json) {
      this(text, json, Optional.empty());
    }
  }

  @Override
  public Integer call() {
    BenchOptions.Task task = bench.task();
    BenchSettings settings = settings(task);
    Optional<CameraSettings> live = cameraSettings(task);
    output.check();
    report.check(task == BenchOptions.Task.MODES, output.force);
    BenchJob job = services.bench().get();
    Report seen;
    Signals signals;
    try (ProgressLine line = new ProgressLine(host, output.quiet)) {
      signals = host.signals().install(SignalActions.ending(() -> stop(job, line)));
      seen = run(() -> measure(task, job, settings, live, new BenchView(line)));
    }
    (output.jsonToStandardOutput() ? host.err() : host.out()).print(seen.text());
    output.write(seen.json(), host);
    seen.ofModes().ifPresent(result -> report.write(result, output.force, host));
    return signals.exitCode().orElse(0);
  }

  private static Report run(Supplier<Report> measurement) {
    try {
      return measurement.get();
    } catch (CancellationException stopped) {
      return new Report("nothing was measured before it was stopped\n", "");
    }
  }

  private Report measure(
      BenchOptions.Task task,
      BenchJob job,
      BenchSettings settings,
      Optional<CameraSettings> live,
      BenchView progress) {
    return switch (task) {
      case MODES -> {
        BenchResult result = job.modes(settings, progress);
        yield new Report(
            BenchText.environment(result.environment())
                + "\n"
                + BenchText.modes(result, bench.intervals().isPresent()),
            BenchJson.ofModes(result),
            Optional.of(result));
      }
      case STREAMS -> {
        WithEnvironment<StreamsResult> result = job.streams(settings, bench.streams(), progress);
        yield new Report(
            text(result, BenchText.streams(result.result())), BenchJson.ofStreams(result));
      }
      case MOST_STREAMS -> {
        WithEnvironment<MostStreams> result = job.mostStreams(settings, bench.fpsLimit(), progress);
        yield new Report(
            text(result, BenchText.mostStreams(result.result())), BenchJson.ofMostStreams(result));
      }
      case CAMERAS -> {
        WithEnvironment<CamerasResult> result = job.cameras(settings, live.orElseThrow(), progress);
        yield new Report(text(result, CamerasText.of(result.result())), CamerasJson.of(result));
      }
      case FIRST_INFERENCE -> {
        WithEnvironment<List<FirstInference>> result = job.firstInferences(settings, progress);
        yield new Report(
            text(result, BenchText.firstInferences(result.result())),
            BenchJson.ofFirstInferences(result));
      }
    };
  }

  private static String text(WithEnvironment<?> documented, String result) {
    return BenchText.environment(documented.environment()) + "\n" + result;
  }

  private static void stop(BenchJob job, ProgressLine line) {
    job.stop();
    line.message("finishing; a second signal ends at once");
  }

  /** The flags as settings; throws what {@link OptionParsers} throws. */
  BenchSettings settings(BenchOptions.Task task) {
    String source = input.source();
    Duration duration = bench.duration();
    var modes = bench.modes();
    int repeats = bench.repeats(cameras.compares());
    var interval = bench.interval();
    var logLevel = bench.autoLogLevel();
    var sceneSettings = scene.settings();
    if (sceneSettings.isTracked() && task == BenchOptions.Task.FIRST_INFERENCE) {
      throw OptionParsers.refused("--track", "with --first-inference", "one of the two");
    }
    // Last, as it looks into manifests and families: other flags are refused without a wait.
    var modelSettings = model.settings(services.models());
    return new BenchSettings(
        command(),
        source,
        modelSettings,
        sceneSettings,
        scene.secondModels(sceneSettings, modelSettings, services.models()),
        modes,
        duration,
        repeats,
        interval,
        logLevel);
  }

  private Optional<CameraSettings> cameraSettings(BenchOptions.Task task) {
    if (task != BenchOptions.Task.CAMERAS) {
      cameras.requireNone();
      return Optional.empty();
    }
    return Optional.of(cameras.settings(bench, given("model", "scene"), services.config()));
  }

  /** The first flag of these mixins that was given. */
  private Optional<String> given(String... mixins) {
    return Arrays.stream(mixins)
        .flatMap(mixin -> Optional.ofNullable(spec.mixins().get(mixin)).stream())
        .flatMap(mixin -> mixin.options().stream())
        .map(OptionSpec::longestName)
        .filter(spec.commandLine().getParseResult()::hasMatchedOption)
        .findFirst();
  }

  private List<String> command() {
    List<String> words = new ArrayList<>(List.of("sluice"));
    words.addAll(spec.root().commandLine().getParseResult().originalArgs());
    return words;
  }
}
