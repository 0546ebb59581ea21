package sluice.cli.sinks;

import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;
import sluice.cli.options.Services;
import sluice.cli.terminal.ProcessHost;
import sluice.core.ErrorCode;
import sluice.core.SluiceException;

/** {@code sluice sinks}: the sinks of the service's configuration. */
@Command(
    name = "sinks",
    description = "List and test the sinks of a configuration, without the service.",
    sortOptions = false)
public final class SinksCommand implements Callable<Integer> {
  @Spec
  @SuppressWarnings("NullAway.Init") // set by picocli
  CommandSpec spec;

  private SinksCommand() {}

  /** The command with those below it. */
  public static CommandLine of(Services services, ProcessHost host) {
    return new CommandLine(new SinksCommand())
        .addSubcommand(new SinksListCommand(services, host))
        .addSubcommand(new SinksTestCommand(services, host));
  }

  @Override
  public Integer call() {
    throw new SluiceException(
        ErrorCode.USAGE,
        "COMMAND: missing (expected: " + String.join(", ", spec.subcommands().keySet()) + ")");
  }
}
