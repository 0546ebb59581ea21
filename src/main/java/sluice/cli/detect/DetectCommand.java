package sluice.cli.detect;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import sluice.app.detect.DetectJob;
import sluice.app.detect.DetectSettings;
import sluice.app.detect.DetectSummary;
import sluice.app.model.ModelSource;
import sluice.cli.options.DemoRun;
import sluice.cli.options.ModelOptions;
import sluice.cli.options.NetworkOptions;
import sluice.cli.options.OutputPaths;
import sluice.cli.options.PlaybackOptions;
import sluice.cli.options.SceneOptions;
import sluice.cli.options.Services;
import sluice.cli.options.TileOptions;
import sluice.cli.terminal.ErrorReporter;
import sluice.cli.terminal.ExitCodes;
import sluice.cli.terminal.OptionParsers;
import sluice.cli.terminal.ProcessHost;
import sluice.cli.terminal.SignalActions;
import sluice.cli.terminal.Signals;
import sluice.core.BrokenPipeException;
import sluice.core.Playback;
import sluice.core.SluiceException;
import sluice.core.TileSettings;
import sluice.core.scene.SceneSettings;
import sluice.core.source.TlsTrust;

/** {@code sluice detect}: finds objects in videos. */
@Command(
    name = "detect",
    description = "Find objects in videos, pictures or cameras.",
    sortOptions = false,
    customSynopsis = "sluice detect [INPUT...] [-m MODEL] [OPTIONS]",
    footer = {
      "%nWithout an INPUT: a drawn clip of walking people, whose results go to the folder"
          + " sluice-demo."
    })
public final class DetectCommand implements Callable<Integer> {
  private final Services services;
  private final ProcessHost host;

  @Parameters(
      paramLabel = "INPUT",
      arity = "0..*",
      description =
          "A video, a picture, a folder of pictures or a quoted pattern ('shots/*.jpg'), an rtsp://"
              + " or http:// address, a camera device, or demo: (a drawn clip;"
              + " demo:people=5,seed=2,size=1280x720,fps=30,seconds=20,crossings=no, demo:crowd,"
              + " demo:empty).")
  List<String> inputs = new ArrayList<>();

  @Option(
      names = {"-i", "--input"},
      paramLabel = "INPUT",
      description = "The same as INPUT.")
  List<String> moreInputs = new ArrayList<>();

  @Mixin ModelOptions model = new ModelOptions();

  @Mixin TileOptions tiles = new TileOptions();

  @Mixin PlaybackOptions playback = new PlaybackOptions();

  @Mixin NetworkOptions network = new NetworkOptions();

  @Mixin SceneOptions scene = new SceneOptions();

  @Mixin MotionOptions motion = new MotionOptions();

  @Mixin ResultOptions results = new ResultOptions();

  @Mixin SinkOptions sinks = new SinkOptions();

  /** What the help text calls the mixins above. */
  public static Map<String, String> headings() {
    Map<String, String> result = new LinkedHashMap<>();
    result.put("model", "Model and device");
    result.put("tiles", "Small objects");
    result.put("playback", "What of the inputs");
    result.put("network", "Inputs on the network");
    result.put("scene", "Objects over time");
    result.put("motion", "Where nothing moves");
    result.put("results", "Results");
    result.put("sinks", "Results to sinks of the service's configuration");
    return result;
  }

  public DetectCommand(Services services, ProcessHost host) {
    this.services = services;
    this.host = host;
  }

  @Override
  public Integer call() {
    DetectSettings settings = settings();
    if (keepsDemoResults()) {
      DemoRun.makeFolder();
    }
    DetectJob job = services.detect().get();
    Signals signals;
    DetectSummary summary;
    try (ProgressView progress =
        ProgressView.start(settings, host, services.pages(), results.quiet)) {
      signals = host.signals().install(SignalActions.ending(() -> stop(job, progress)));
      summary = job.run(settings, progress);
    } finally {
      if (keepsDemoResults()) {
        DemoRun.removeEmptyFolder();
      }
    }
    List<SluiceException> failures = summary.failures();
    if (failures.stream().anyMatch(BrokenPipeException.class::isInstance)) {
      return signals.exitCode().orElse(ExitCodes.READER_GONE);
    }
    boolean nothingDone = summary.whole().finished() == 0 && !failures.isEmpty();
    if (!nothingDone) {
      String text = SummaryText.of(summary) + (results.quiet ? "" : hints(settings, summary));
      (results.jsonToStandardOutput() ? host.err() : host.out()).print(text);
    }
    failures.forEach(failure -> ErrorReporter.report(host, failure, failure.getMessage()));
    OptionalInt failure = failures.stream().mapToInt(each -> each.code().exitCode()).findFirst();
    return signals.exitCode().orElse(failure.orElse(0));
  }

  private String hints(DetectSettings settings, DetectSummary summary) {
    return (keepsDemoResults() && summary.failures().isEmpty() ? DemoRun.nextSteps() : "")
        + (settings.model().source() instanceof ModelSource.BuiltIn ? DemoRun.aboutTheModel() : "");
  }

  /** Whether nothing was named, neither what to read nor where to write. */
  private boolean keepsDemoResults() {
    return inputs.isEmpty() && moreInputs.isEmpty() && !results.named() && !sinks.named();
  }

  private static void stop(DetectJob job, ProgressView progress) {
    job.stop();
    progress.note("finishing; a second signal ends at once");
  }

  /** The flags as settings; throws what {@link OptionParsers} throws. */
  DetectSettings settings() {
    List<String> sources = Stream.concat(inputs.stream(), moreInputs.stream()).toList();
    if (sources.isEmpty()) {
      sources = List.of(DemoRun.INPUT);
    }
    if (sources.stream().anyMatch(String::isBlank)) {
      throw OptionParsers.refused("INPUT", "", "a video, a picture, a folder or an address");
    }
    Playback playbackSettings = playback.settings(results.show, network.transport());
    if (playbackSettings.loop() && playbackSettings.limit() == 0 && sources.size() > 1) {
      throw OptionParsers.refused(
          "--loop", "endless for " + sources.size() + " inputs", "--limit with it, or one input");
    }
    TlsTrust trust = network.trust();
    TileSettings tileSettings = tiles.settings();
    SceneSettings sceneSettings = scene.settings().withMotion(motion.settings());
    var size = results.size();
    boolean demo = keepsDemoResults();
    DetectSettings.Sinks configured = sinks.settings(services.config());
    OutputPaths outputs = demo ? DemoRun.outputs() : results.outputs();
    // Last, as it looks into manifests and families: other flags are refused without a wait.
    var modelSettings = model.settings(services.models());
    List<DetectSettings.Input> assigned = outputs.assign(sources, modelSettings);
    boolean overwrite = demo || results.force;
    return new DetectSettings(
        assigned,
        modelSettings,
        playbackSettings,
        trust,
        tileSettings,
        sceneSettings,
        scene.secondModels(sceneSettings, modelSettings, services.models()),
        size,
        overwrite,
        configured,
        results.show);
  }
}
