package sluice.cli.service;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import sluice.app.Configuration;
import sluice.cli.options.Services;
import sluice.cli.terminal.OptionParsers;
import sluice.cli.terminal.ProcessHost;
import sluice.config.ConfigWarning;
import sluice.config.binding.ConfigResult;
import sluice.config.binding.Problem;
import sluice.config.settings.ServiceConfig;
import sluice.core.ErrorCode;
import sluice.core.util.Plural;

/** {@code sluice check}: whether a configuration can be used, and all that is wrong with it. */
@Command(
    name = "check",
    description = "Check a configuration of the service; nothing is started or written.",
    sortOptions = false)
public final class CheckCommand implements Callable<Integer> {
  private final Services services;
  private final ProcessHost host;

  @Option(
      names = {"-c", "--config"},
      paramLabel = "FILE",
      description = "The file to check, in HOCON (default: conf/application.conf).")
  @Nullable String file;

  @Option(names = "--json", description = "Print JSON.")
  boolean json;

  public CheckCommand(Services services, ProcessHost host) {
    this.services = services;
    this.host = host;
  }

  @Override
  public Integer call() {
    Path path = file == null ? Configuration.usualFile() : OptionParsers.path("-c", file);
    return switch (services.config().get().read(path)) {
      case ConfigResult.Fine<ServiceConfig>(ServiceConfig config) -> fine(path, config);
      case ConfigResult.Refused<ServiceConfig>(List<Problem> problems) -> refused(path, problems);
    };
  }

  private int fine(Path path, ServiceConfig config) {
    if (!json) {
      ConfigWarning.of(config)
          .forEach(warning -> host.err().print("warning: " + warning.text() + "\n"));
    }
    host.out().print(json ? CheckJson.fine(path, config) : text(path, config) + "\n");
    return 0;
  }

  private static String text(Path path, ServiceConfig config) {
    return "%s is fine: %s, %s, %s"
        .formatted(
            path,
            Plural.of(config.models().size(), "model"),
            Plural.of(config.streams().size(), "stream"),
            Plural.of(config.sinks().size(), "sink"));
  }

  private int refused(Path path, List<Problem> problems) {
    if (json) {
      host.out().print(CheckJson.refused(path, problems));
      return ErrorCode.USAGE.exitCode();
    }
    return ConfigProblems.report(host, problems);
  }
}
