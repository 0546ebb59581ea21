package sluice.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import sluice.testing.FreePort;

/** Nodes in processes of their own, on addresses of loopback. */
@Timeout(400)
class MembershipIT {
  private static final String FAILOVER = "failover { detect = 2s, decide = 2s, margin = 1s }\n";

  @TempDir Path folder;

  @Test
  void nodesOfOneName_findEachOther_andNoneFormsAClusterAlone() throws Exception {
    int port = FreePort.ofLoopback();
    Path hosts = folder.resolve("hosts");
    Files.writeString(hosts, "127.0.0.2 nodes.test\n127.0.0.1 nodes.test\n");
    String settings = "seeds-dns = nodes.test, start-with = 2\n";
    String flag = "-Djdk.net.hosts.file=" + hosts;
    try (NodeProcess first = node(1, port, settings, flag)) {
      first.awaitLog("waits for other nodes: 1 of 2 answer");
      assertThat(first.lines()).noneMatch(line -> line.contains("127.0.0.1"));
      try (NodeProcess second = node(2, port, settings, flag)) {
        first.awaitUp("127.0.0.1", "127.0.0.2");
        second.awaitUp("127.0.0.1", "127.0.0.2");
      }
    }
  }

  @Test
  void portThatIsTaken_isSaidInOneLine() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"));
        NodeProcess node = node(1, taken.getLocalPort(), "seeds = [127.0.0.1]\n")) {
      assertThat(node.exitCode()).isEqualTo(10);
      assertThat(node.log())
          .contains("sluice.cluster.bind: 127.0.0.1:" + taken.getLocalPort())
          .contains("Address already in use")
          .doesNotContain("\tat ");
    }
  }

  private NodeProcess node(int number, int port, String settings, String... flags)
      throws IOException {
    String bind = "bind = \"127.0.0.%d:%d\"\n".formatted(number, port);
    return NodeProcess.start(folder, "node-" + number, bind + FAILOVER + settings, flags);
  }
}
