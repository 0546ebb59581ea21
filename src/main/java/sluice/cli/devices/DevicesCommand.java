package sluice.cli.devices;

import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import sluice.app.devices.DeviceReport;
import sluice.cli.options.Services;
import sluice.cli.terminal.OptionParsers;
import sluice.cli.terminal.ProcessHost;

/** {@code sluice devices}: what OpenVINO can compute on here, and how it would run a model. */
@Command(
    name = "devices",
    description = "List the devices that OpenVINO finds; with a model, how each would run it.",
    sortOptions = false)
public final class DevicesCommand implements Callable<Integer> {
  private final Services services;
  private final ProcessHost host;

  @Option(
      names = {"-m", "--model"},
      paramLabel = "MODEL",
      description = {
        "Compile this model for each device and hint, and show the optimal number of requests,"
            + " streams, threads and the precision."
      })
  @Nullable String model;

  @Option(
      names = "--precision",
      paramLabel = "P",
      description = "Which files of a model that is given by name (default: FP16).")
  @Nullable String precision;

  @Option(names = "--json", description = "Print JSON.")
  boolean json;

  public DevicesCommand(Services services, ProcessHost host) {
    this.services = services;
    this.host = host;
  }

  @Override
  public Integer call() {
    DeviceReport report = services.devices().get().inspect(file());
    host.out().print(json ? DeviceJson.of(report) : DeviceText.of(report));
    return 0;
  }

  /** The file of the model that is meant. */
  private Optional<Path> file() {
    if (model == null) {
      return Optional.empty();
    }
    String name = OptionParsers.path("-m", model).toString();
    Optional<Path> file =
        services.models().get().resolve(name, Optional.ofNullable(precision)).source().file();
    if (file.isEmpty()) {
      throw OptionParsers.refused("-m", model, "a model with files of its own");
    }
    return file;
  }
}
