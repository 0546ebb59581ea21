package sluice.cli.tune;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import sluice.app.library.ModelLibrary;
import sluice.app.library.ModelRow;
import sluice.app.library.ModelRow.PrecisionRow;
import sluice.app.model.ConfiguredModel;
import sluice.app.model.ModelSource;
import sluice.app.tune.TuneJob;
import sluice.app.tune.TuneReport;
import sluice.app.tune.TuneSettings;
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
import sluice.core.scene.SceneSettings;

/** {@code sluice tune}: searches the settings with which a device runs a model best. */
@Command(
    name = "tune",
    description =
        "Search the settings with which this machine runs a model best, and print them to paste:"
            + " hint, streams, threads, requests, pinning, precision, prepared frames that wait.",
    sortOptions = false,
    customSynopsis = "sluice tune [INPUT] [-m MODEL] [OPTIONS]",
    footer = {
      "%nThe flags of model and device say where the search starts; what --property sets stays."
          + " Ctrl-C ends it with the best so far."
    })
public final class TuneCommand implements Callable<Integer> {
  private final Services services;
  private final ProcessHost host;

  @Mixin RepeatedInput input = new RepeatedInput();

  @Mixin TuneOptions tune = new TuneOptions();

  @Mixin ModelOptions model = new ModelOptions();

  @Mixin SceneOptions scene = new SceneOptions();

  @Mixin BenchOutput output = new BenchOutput();

  /** What the help text calls the mixins above. */
  public static Map<String, String> headings() {
    Map<String, String> result = new LinkedHashMap<>();
    result.put("tune", "What is wanted");
    result.put("model", "Model and device, where the search starts");
    result.put("scene", "Objects over time, in what is measured");
    result.put("output", "Results");
    return result;
  }

  public TuneCommand(Services services, ProcessHost host) {
    this.services = services;
    this.host = host;
  }

  @Override
  public Integer call() {
    TuneSettings settings = settings();
    output.check();
    TuneJob job = services.tune().get();
    TuneReport report;
    Signals signals;
    try (ProgressLine line = new ProgressLine(host, output.quiet)) {
      signals = host.signals().install(SignalActions.ending(() -> stop(job, line)));
      BenchView view = new BenchView(line);
      report = job.run(settings, new TuneView(view, settings.time(), System::nanoTime));
    }
    (output.jsonToStandardOutput() ? host.err() : host.out())
        .print(TuneText.of(report, settings.goal()));
    output.write(TuneJson.of(report, settings), host);
    return signals.exitCode().orElse(0);
  }

  private static void stop(TuneJob job, ProgressLine line) {
    job.stop();
    line.message("finishing with the best so far; a second signal ends at once");
  }

  /** The flags as settings; throws what {@link OptionParsers} throws. */
  TuneSettings settings() {
    String source = input.source();
    var goal = tune.goal();
    var time = tune.time();
    var agreement = tune.agreement();
    SceneSettings sceneSettings = scene.settings();
    // Last, as it looks into manifests and families: other flags are refused without a wait.
    ConfiguredModel start = model.settings(services.models());
    return new TuneSettings(
        source,
        modelName(start),
        start,
        sceneSettings,
        scene.secondModels(sceneSettings, start, services.models()),
        files(start),
        goal,
        time,
        agreement);
  }

  /** As a configuration may name it from anywhere. */
  private String modelName(ConfiguredModel start) {
    return switch (start.source()) {
      case ModelSource.BuiltIn _ -> ModelSource.BuiltIn.NAME;
      case ModelSource.Catalogued _ -> model.name().orElse(ModelSource.BuiltIn.NAME);
      case ModelSource.File file -> file.path().toAbsolutePath().normalize().toString();
    };
  }

  /** The precision that was asked for, else all that are there. */
  private Map<String, ModelSource> files(ConfiguredModel start) {
    Map<String, ModelSource> files = new LinkedHashMap<>();
    if (!(start.source() instanceof ModelSource.Catalogued) || model.name().isEmpty()) {
      return files;
    }
    String name = model.name().get();
    if (model.precision().isPresent()) {
      files.put(model.precision().get(), start.source());
      return files;
    }
    ModelLibrary library = services.models().get();
    library.list().stream()
        .filter(row -> row.name().equals(name))
        .map(ModelRow::precisions)
        .flatMap(List::stream)
        .filter(precision -> precision.folder().isPresent())
        .map(PrecisionRow::precision)
        .sorted(TuneCommand::byExactness)
        .forEach(
            precision ->
                files.put(precision, library.resolve(name, Optional.of(precision)).source()));
    return files;
  }

  /** Quantised files, whose names end in that, come last; of the others the wider ones first. */
  private static int byExactness(String one, String other) {
    boolean quantised = one.contains("INT");
    return quantised != other.contains("INT") ? (quantised ? 1 : -1) : other.compareTo(one);
  }
}
