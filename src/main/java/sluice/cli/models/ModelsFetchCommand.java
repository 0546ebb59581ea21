package sluice.cli.models;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import sluice.app.library.FetchRequest;
import sluice.cli.options.Services;
import sluice.cli.terminal.OptionParsers;
import sluice.cli.terminal.ProcessHost;
import sluice.cli.terminal.SignalActions;
import sluice.cli.terminal.Signals;

/** {@code sluice models fetch}: gets the files of models. */
@Command(
    name = "fetch",
    description = {
      "Fetch the files of models and check them against their sums.",
      "What was cut off goes on where it was; files that are there and right are left alone."
    },
    sortOptions = false)
final class ModelsFetchCommand implements Callable<Integer> {
  private static final int MOST_ATTEMPTS = 100;

  private final Services services;
  private final ProcessHost host;

  @Parameters(
      paramLabel = "NAME",
      arity = "1..*",
      description = "Models that 'sluice models list' shows.")
  List<String> names = new ArrayList<>();

  @Option(
      names = {"--precision", "--precisions"},
      paramLabel = "P",
      split = ",",
      description = "FP32, FP16 (default), FP16-INT8; may be given several times.")
  List<String> precisions = new ArrayList<>();

  @Option(
      names = "--mirror",
      paramLabel = "PLACE",
      description = {
        "Fetch from here: a folder or address that holds NAME/PRECISION/FILE, or an address with"
            + " {name}, {precision}, {file} or {path} in it."
      })
  @Nullable String mirror;

  @Option(
      names = {"--dir", "--output_dir"},
      paramLabel = "DIR",
      description = "Where to, as DIR/NAME/PRECISION/FILE (default: the user's cache).")
  @Nullable String dir;

  @Option(
      names = {"--attempts", "--num_attempts"},
      paramLabel = "N",
      defaultValue = "" + FetchRequest.DEFAULT_ATTEMPTS,
      description = "How often a file is tried (default: ${DEFAULT-VALUE}).")
  String attempts = "";

  @Option(names = "--quiet", description = "Show no progress.")
  boolean quiet;

  ModelsFetchCommand(Services services, ProcessHost host) {
    this.services = services;
    this.host = host;
  }

  @Override
  public Integer call() {
    FetchRequest request =
        new FetchRequest(
            names,
            precisions,
            Optional.ofNullable(mirror),
            Optional.ofNullable(dir).map(folder -> OptionParsers.path("--dir", folder)),
            OptionParsers.intBetween("--attempts", attempts, 1, MOST_ATTEMPTS));
    Thread fetching = Thread.currentThread();
    Signals signals = host.signals().install(SignalActions.ending(fetching::interrupt));
    try (FetchView view = new FetchView(host, quiet, System::nanoTime)) {
      services.models().get().fetch(request, view);
      return 0;
    } catch (InterruptedException e) {
      host.err().println("sluice: interrupted; run the command again to go on");
      return signals.exitCode().orElse(1);
    }
  }
}
