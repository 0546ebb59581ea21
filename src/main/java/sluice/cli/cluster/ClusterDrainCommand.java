package sluice.cli.cluster;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import sluice.app.remote.RemoteService;
import sluice.cli.options.Services;
import sluice.cli.terminal.ProcessHost;

/** {@code sluice cluster drain}: a node gives its streams away, or takes some again. */
@Command(
    name = "drain",
    description = {
      "Have a node's streams moved to others, and none placed on it until that is ended or it is"
          + " started again. It is done in its own time: sluice cluster status shows how far it"
          + " is.",
      "Exit code 12 when it is refused."
    },
    sortOptions = false)
final class ClusterDrainCommand implements Callable<Integer> {
  private final Services services;
  private final ProcessHost host;

  @Parameters(paramLabel = "NODE", description = "Its name, as sluice cluster status has it.")
  @SuppressWarnings("NullAway.Init") // set by picocli
  String node;

  @Option(names = "--end", description = "Let it take streams again.")
  boolean end;

  @Mixin RemoteOptions remote = new RemoteOptions();

  ClusterDrainCommand(Services services, ProcessHost host) {
    this.services = services;
    this.host = host;
  }

  @Override
  public Integer call() {
    try (RemoteService service = remote.open(services)) {
      host.out().print((end ? service.endDrain(node) : service.drain(node)) + "\n");
    }
    return 0;
  }
}
