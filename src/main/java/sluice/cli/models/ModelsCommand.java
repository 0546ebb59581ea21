package sluice.cli.models;

import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;
import sluice.cli.options.Services;
import sluice.cli.terminal.ProcessHost;
import sluice.core.ErrorCode;
import sluice.core.SluiceException;

/** {@code sluice models}: the models of the catalogue. */
@Command(
    name = "models",
    description = "List, explain, fetch and check models.",
    sortOptions = false)
public final class ModelsCommand implements Callable<Integer> {
  @Spec
  @SuppressWarnings("NullAway.Init") // set by picocli
  CommandSpec spec;

  private ModelsCommand() {}

  /** The command with those below it. */
  public static CommandLine of(Services services, ProcessHost host) {
    return new CommandLine(new ModelsCommand())
        .addSubcommand(new ModelsListCommand(services, host))
        .addSubcommand(new ModelsInfoCommand(services, host))
        .addSubcommand(new ModelsFetchCommand(services, host))
        .addSubcommand(new ModelsVerifyCommand(services, host));
  }

  @Override
  public Integer call() {
    throw new SluiceException(
        ErrorCode.USAGE,
        "COMMAND: missing (expected: " + String.join(", ", spec.subcommands().keySet()) + ")");
  }
}
