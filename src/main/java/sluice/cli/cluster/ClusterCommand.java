package sluice.cli.cluster;

import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;
import sluice.cli.options.Services;
import sluice.cli.terminal.ProcessHost;
import sluice.core.ErrorCode;
import sluice.core.SluiceException;

/** {@code sluice cluster}: the cluster that a running service is a node of. */
@Command(
    name = "cluster",
    description = "Ask a running service for its cluster: nodes, and where streams are.",
    sortOptions = false)
public final class ClusterCommand implements Callable<Integer> {
  @Spec
  @SuppressWarnings("NullAway.Init") // set by picocli
  CommandSpec spec;

  private ClusterCommand() {}

  /** The command with those below it. */
  public static CommandLine of(Services services, ProcessHost host) {
    return new CommandLine(new ClusterCommand())
        .addSubcommand(new ClusterStatusCommand(services, host))
        .addSubcommand(new ClusterDrainCommand(services, host))
        .addSubcommand(new ClusterMoveCommand(services, host));
  }

  @Override
  public Integer call() {
    throw new SluiceException(
        ErrorCode.USAGE,
        "COMMAND: missing (expected: " + String.join(", ", spec.subcommands().keySet()) + ")");
  }
}
