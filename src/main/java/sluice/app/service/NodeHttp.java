package sluice.app.service;

import java.util.Optional;
import javax.net.ssl.SSLEngine;
import org.apache.pekko.actor.typed.ActorSystem;
import sluice.cluster.NodeSslEngines;
import sluice.config.settings.ClusterConfig;
import sluice.http.cluster.ClusterPort;
import sluice.http.cluster.HttpCluster;
import sluice.http.cluster.NodeEngines;

/** Makes what the HTTP server of a node needs of its cluster. */
final class NodeHttp {
  private NodeHttp() {}

  /**
   * For a node.
   *
   * @param config enabled
   * @param system with the settings of {@link sluice.cluster.ClusterSystemConfig#of}
   * @param port tells who is in the cluster and where streams run
   * @param ticketKey as {@link HttpCluster} has it
   */
  static HttpCluster of(
      ClusterConfig config, ActorSystem<?> system, ClusterPort port, Optional<byte[]> ticketKey) {
    return new HttpCluster(
        port, config.http(), config.tls().map(files -> new Engines(system)), ticketKey);
  }

  /** By the files that Artery has, read again as there. */
  private static final class Engines implements NodeEngines {
    private final NodeSslEngines engines;

    Engines(ActorSystem<?> system) {
      engines = new NodeSslEngines(system.classicSystem());
    }

    @Override
    public SSLEngine server() {
      return engines.httpServer();
    }

    @Override
    public SSLEngine client(String host, int port) {
      return engines.httpClient(host, port);
    }
  }
}
