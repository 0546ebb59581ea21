package sluice.cli.options;

import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import sluice.app.Configuration;
import sluice.cli.terminal.OptionParsers;
import sluice.config.ConfigReader;
import sluice.config.binding.ConfigResult;
import sluice.config.binding.Problem;
import sluice.config.settings.ServiceConfig;
import sluice.config.sink.SinkConfig;
import sluice.core.ErrorCode;
import sluice.core.SluiceException;
import sluice.core.util.EditDistance;
import sluice.core.util.Plural;

/** Option that names the service's configuration, for commands that use its sinks. */
public final class ConfigOption {

  @Option(
      names = {"-c", "--config"},
      paramLabel = "FILE",
      description = "The configuration with the sinks (default: conf/application.conf).")
  @Nullable String file;

  /** Whether the file was named. */
  public boolean isGiven() {
    return file != null;
  }

  /** The file that was named, or the usual one. */
  public Path path() {
    return file == null ? Configuration.usualFile() : OptionParsers.path("-c", file);
  }

  /**
   * Reads the file.
   *
   * @throws SluiceException USAGE that says what is wrong with it
   */
  public ServiceConfig read(ConfigReader reader) {
    return read(path(), reader);
  }

  /**
   * Reads a file that another option names.
   *
   * @throws SluiceException USAGE that says what is wrong with it
   */
  public static ServiceConfig read(Path path, ConfigReader reader) {
    return switch (reader.read(path)) {
      case ConfigResult.Fine<ServiceConfig>(ServiceConfig config) -> config;
      case ConfigResult.Refused<ServiceConfig>(List<Problem> problems) ->
          throw new SluiceException(ErrorCode.USAGE, text(path, problems));
    };
  }

  private static String text(Path path, List<Problem> problems) {
    String first = problems.getFirst().text();
    return problems.size() == 1
        ? first
        : "%s; 'sluice check -c %s' lists %s more"
            .formatted(first, path, Plural.of(problems.size() - 1, "problem"));
  }

  /**
   * Sinks of the configuration by their names, each once, in that order.
   *
   * @param flag that gave the names
   * @throws SluiceException USAGE that says which sinks there are
   */
  public List<SinkConfig> sinks(String flag, List<String> names, ServiceConfig config) {
    return names.stream().distinct().map(name -> sink(flag, name, config)).toList();
  }

  private SinkConfig sink(String flag, String name, ServiceConfig config) {
    SinkConfig found = config.sinks().get(name);
    if (found != null) {
      return found;
    }
    List<String> all = List.copyOf(config.sinks().keySet());
    String nearest = EditDistance.nearest(name, all).map(near -> "; nearest: " + near).orElse("");
    throw OptionParsers.refused(
        flag,
        name,
        all.isEmpty()
            ? "a sink of " + path() + ", which has none"
            : "a sink of " + path() + ": " + String.join(", ", all) + nearest);
  }
}
