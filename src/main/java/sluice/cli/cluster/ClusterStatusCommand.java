package sluice.cli.cluster;

import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import sluice.app.remote.RemoteCluster;
import sluice.app.remote.RemoteService;
import sluice.cli.options.Services;
import sluice.cli.terminal.OptionParsers;
import sluice.cli.terminal.ProcessHost;
import sluice.core.ErrorCode;
import sluice.core.SluiceException;

/** {@code sluice cluster status}: nodes, and the streams that no node has or that move. */
@Command(
    name = "status",
    description = {
      "Say which nodes the cluster of a running service has, what they carry, and which streams"
          + " wait or move.",
      "Exit code 13 when a node isn't up, none places streams, or a stream waits for one; 12 when"
          + " the service can't be asked."
    },
    sortOptions = false)
final class ClusterStatusCommand implements Callable<Integer> {
  private static final int MOST_NODES = 10_000;

  private final Services services;
  private final ProcessHost host;

  @Mixin RemoteOptions remote = new RemoteOptions();

  @Option(
      names = "--nodes",
      paramLabel = "NUMBER",
      description =
          "How many nodes have to be up; a lost one is in no list (default: all in the list).")
  @Nullable String nodes;

  @Option(names = "--streams", description = "List all streams, those that run too.")
  boolean streams;

  @Option(names = "--json", description = "Print the service's answer, which is JSON.")
  boolean json;

  ClusterStatusCommand(Services services, ProcessHost host) {
    this.services = services;
    this.host = host;
  }

  @Override
  public Integer call() {
    int wanted = nodes == null ? 0 : OptionParsers.intBetween("--nodes", nodes, 1, MOST_NODES);
    RemoteCluster cluster;
    try (RemoteService service = remote.open(services)) {
      cluster = service.cluster();
    }
    host.out().print(json ? cluster.json() + "\n" : ClusterStatusText.of(cluster, streams));
    List<String> lacks = ClusterLacks.of(cluster, wanted);
    if (!lacks.isEmpty()) {
      throw new SluiceException(
          ErrorCode.CLUSTER,
          "the cluster isn't whole: %s (expected: all nodes up, one that places streams, and no"
                  .formatted(String.join("; ", lacks))
              + " stream that waits)");
    }
    return 0;
  }
}
