package sluice.cli.service;

import java.io.IOException;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import sluice.app.Configuration;
import sluice.app.service.ServiceJob;
import sluice.cli.options.Services;
import sluice.cli.terminal.OptionParsers;
import sluice.cli.terminal.ProcessHost;
import sluice.cli.terminal.SignalActions;
import sluice.config.binding.ConfigResult;
import sluice.config.binding.Problem;
import sluice.config.settings.ServiceConfig;

/** {@code sluice run}: the service, until it is signalled to end. */
@Command(
    name = "run",
    description = {
      "Run the streams of a configuration until SIGTERM or Ctrl-C.",
      "SIGHUP reads the configuration again where no terminal is attached."
    },
    sortOptions = false)
public final class RunCommand implements Callable<Integer> {
  private final Services services;
  private final ProcessHost host;

  @Option(
      names = {"-c", "--config"},
      paramLabel = "FILE",
      description = "The configuration, in HOCON (default: conf/application.conf).")
  @Nullable String file;

  @Option(names = "--open", description = "Open the page with the streams' pictures in a browser.")
  boolean open;

  public RunCommand(Services services, ProcessHost host) {
    this.services = services;
    this.host = host;
  }

  @Override
  public Integer call() {
    Path path = file == null ? Configuration.usualFile() : OptionParsers.path("-c", file);
    return switch (services.config().get().read(path)) {
      case ConfigResult.Fine<ServiceConfig>(ServiceConfig config) -> run(path, config);
      case ConfigResult.Refused<ServiceConfig>(List<Problem> problems) ->
          ConfigProblems.report(host, problems);
    };
  }

  private int run(Path path, ServiceConfig config) {
    ServiceJob job = services.service().get();
    host.signals()
        .install(
            hasTerminal()
                ? SignalActions.ending(job::stop)
                : SignalActions.of(job::stop, job::reload));
    return job.run(path, config, open ? Optional.of(services.pages().get()) : Optional.empty());
  }

  /**
   * Whether a terminal can hang up: the device of a process's own terminal opens for those that
   * have one.
   */
  private static boolean hasTerminal() {
    try (SeekableByteChannel terminal = Files.newByteChannel(Path.of("/dev/tty"))) {
      return terminal.isOpen();
    } catch (IOException e) {
      return false;
    }
  }
}
