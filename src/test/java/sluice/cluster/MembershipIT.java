package sluice.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Nodes in processes of their own, on addresses of loopback. */
@Timeout(400)
class MembershipIT {
  private static final String FAILOVER = "failover { detect = 2s, decide = 2s, margin = 1s }\n";

  @TempDir Path folder;

  @Test
  void nodesOfAList_areOneCluster_inWhateverOrderTheyStart_andAKilledOneIsOutInTime()
      throws Exception {
    int port = freePort();
    String seeds = "seeds = [127.0.0.2, 127.0.0.1, 127.0.0.3]\n";
    try (NodeProcess third =
            node(3, port, seeds + "node { labels = \"gpu,site-a\", capacity = 2.5 }");
        NodeProcess second = node(2, port, seeds)) {
      third.awaitLog("asks 127.0.0.1, 127.0.0.2 to be let in");
      second.awaitLog("asks 127.0.0.1, 127.0.0.3 to be let in");
      try (NodeProcess first = node(1, port, seeds)) {
        first.awaitUp("127.0.0.1", "127.0.0.2", "127.0.0.3");
        second.awaitUp("127.0.0.1", "127.0.0.2", "127.0.0.3");
        third.awaitUp("127.0.0.1", "127.0.0.2", "127.0.0.3");
        assertThat(first.lines().getLast())
            .containsPattern("127\\.0\\.0\\.3:\\d+ up \\[(gpu, site-a|site-a, gpu)\\] 2\\.5");
        assertThat(second.lines()).as("first all are there").noneMatch(MembershipIT::fewerAreUp);

        second.kill();

        first.awaitLine("127.0.0.2:" + port + " up, unreachable");
        first.awaitUp("127.0.0.1", "127.0.0.3");
        third.awaitUp("127.0.0.1", "127.0.0.3");

        third.leave();

        assertThat(third.exitCode()).isZero();
        first.awaitUp("127.0.0.1");
        assertThat(first.lines()).noneMatch(line -> line.startsWith("lost"));
        assertQuiet(first);
        assertQuiet(third);
      }
    }
  }

  private static boolean fewerAreUp(String line) {
    return line.startsWith("nodes ") && line.contains(" up ") && line.split("; ").length < 3;
  }

  @Test
  void nodesOfOneName_findEachOther_andNoneFormsAClusterAlone() throws Exception {
    int port = freePort();
    Path hosts = folder.resolve("hosts");
    Files.writeString(hosts, "127.0.0.2 nodes.test\n127.0.0.1 nodes.test\n127.0.0.3 nodes.test\n");
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
  void nodeThatStoodStill_saysSo_beforeItGoesOn() throws Exception {
    int port = freePort();
    try (NodeProcess only = node(1, port, "seeds = [127.0.0.1]\n")) {
      only.awaitUp("127.0.0.1");

      signal("STOP", only);
      Awaitility.await().pollDelay(Duration.ofSeconds(4)).until(() -> true);
      signal("CONT", only);

      only.awaitLine("lost: this process stood still for");
      assertThat(only.exitCode()).isEqualTo(11);
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

  private static void signal(String name, NodeProcess node) throws Exception {
    Process kill =
        new ProcessBuilder("kill", "-" + name, Long.toString(node.pid())).inheritIO().start();
    assertThat(kill.waitFor(10, TimeUnit.SECONDS)).isTrue();
    assertThat(kill.exitValue()).isZero();
  }

  private static void assertQuiet(NodeProcess node) {
    assertThat(node.log())
        .doesNotContain("\tat ")
        .doesNotContain("Exception")
        .doesNotContain("ERROR");
  }

  private NodeProcess node(int number, int port, String settings, String... flags)
      throws IOException {
    String bind = "bind = \"127.0.0.%d:%d\"\n".formatted(number, port);
    return NodeProcess.start(folder, "node-" + number, bind + FAILOVER + settings, flags);
  }

  static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
      return socket.getLocalPort();
    }
  }
}
