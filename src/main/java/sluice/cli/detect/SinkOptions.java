package sluice.cli.detect;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import sluice.app.detect.DetectSettings;
import sluice.cli.options.ConfigOption;
import sluice.cli.terminal.OptionParsers;
import sluice.config.ConfigReader;
import sluice.config.settings.ServiceConfig;

/** Options of the sinks of the service's configuration that results also go to. */
final class SinkOptions {
  /** In the current folder, as the results of the demo. */
  private static final Path REFUSED = Path.of("sluice-refused");

  @Option(
      names = "--sink",
      paramLabel = "NAME",
      description =
          "Send results to this sink of the configuration, too; may be given again. The job waits"
              + " for the sink and loses nothing, but gives up where the sink takes nothing for a"
              + " minute.")
  List<String> names = new ArrayList<>();

  @Mixin ConfigOption config = new ConfigOption();

  /** Whether a sink was named. */
  boolean named() {
    return !names.isEmpty();
  }

  /**
   * The sinks that were named; the configuration is read for them alone.
   *
   * @throws sluice.core.SluiceException USAGE when there is no such sink
   */
  DetectSettings.Sinks settings(Supplier<ConfigReader> reader) {
    if (!named()) {
      if (config.isGiven()) {
        throw OptionParsers.refused("-c", config.path().toString(), "--sink beside it");
      }
      return DetectSettings.Sinks.NONE;
    }
    ServiceConfig read = config.read(reader.get());
    return new DetectSettings.Sinks(
        config.sinks("--sink", names, read), read.security().sinkHosts(), REFUSED);
  }
}
