package sluice.cli.cluster;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;
import sluice.app.remote.RemoteService;
import sluice.cli.options.Services;
import sluice.cli.terminal.ProcessHost;

/** {@code sluice cluster move}: a stream goes to another node. */
@Command(
    name = "move",
    description = {
      "Have a stream moved to another node. It is done in its own time.",
      "Exit code 12 when it is refused."
    },
    sortOptions = false)
final class ClusterMoveCommand implements Callable<Integer> {
  private final Services services;
  private final ProcessHost host;

  @Parameters(index = "0", paramLabel = "STREAM", description = "The stream.")
  @SuppressWarnings("NullAway.Init") // set by picocli
  String stream;

  @Parameters(
      index = "1",
      paramLabel = "NODE",
      description = "The node, as sluice cluster status has it.")
  @SuppressWarnings("NullAway.Init") // set by picocli
  String node;

  @Mixin RemoteOptions remote = new RemoteOptions();

  ClusterMoveCommand(Services services, ProcessHost host) {
    this.services = services;
    this.host = host;
  }

  @Override
  public Integer call() {
    try (RemoteService service = remote.open(services)) {
      host.out().print(service.move(stream, node) + "\n");
    }
    return 0;
  }
}
