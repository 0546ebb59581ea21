package sluice.cli.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.ConfigFactory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import sluice.cli.Cli;
import sluice.config.settings.NodeAddress;
import sluice.http.FakeCluster;
import sluice.http.TestHttpSettings;
import sluice.http.TestService;
import sluice.http.cluster.ClusterReply;
import sluice.http.cluster.ClusterView;
import sluice.http.cluster.StreamPlacement;

/** A node's real server is asked by the command; which nodes there are, a test says. */
@Timeout(60)
class ClusterCommandTest {
  private static final String ONE = "10.0.0.1:25520";
  private static final String TWO = "10.0.0.2:25520";

  @TempDir static Path folder;
  private static FakeCluster cluster;
  private static TestService service;
  private static String url;

  private final Cli cli = new Cli();

  @BeforeAll
  static void start() {
    cluster = new FakeCluster(folder);
    service =
        cluster.start(
            ONE, TestHttpSettings.http().withToken(), Optional.empty(), ConfigFactory.empty());
    url = "http://127.0.0.1:" + service.server.address().getPort();
  }

  @AfterAll
  static void close() {
    cluster.close();
  }

  @BeforeEach
  void whole() {
    cli.environment.put("SLUICE_TOKEN", TestHttpSettings.TOKEN);
    two(ClusterView.Status.UP, true, ClusterView.Intake.OPEN);
    cluster.place("lobby", StreamPlacement.runs(TWO, 7));
    cluster.asked.clear();
    cluster.reply = new ClusterReply.Accepted();
  }

  private static void two(ClusterView.Status status, boolean reachable, ClusterView.Intake intake) {
    cluster.set(
        new ClusterView.Node(
            TWO,
            status,
            reachable,
            8,
            Set.of("site-b", "gpu"),
            2.25,
            3,
            2,
            false,
            intake,
            new NodeAddress("127.0.0.1", 1)));
  }

  private Cli.Result status(String... more) {
    List<String> words = new ArrayList<>(List.of("cluster", "status", "--url", url));
    words.addAll(List.of(more));
    return cli.run(words.toArray(String[]::new));
  }

  @Test
  void wholeCluster_isShown_andEndsWith0() {
    assertThat(status())
        .isEqualTo(
            new Cli.Result(
                0,
                """
                node            status  is           intake  labels      streams  weight  capacity  told
                10.0.0.1:25520  up      this,placer  open    gpu               1    1.50      4.00     -
                10.0.0.2:25520  up      -            open    gpu,site-b        3    2.25      8.00     -
                2 nodes: 2 up; 1 stream: 1 running; weight 3.75 of 12.00, 31 %
                """,
                ""));
  }

  @Test
  void allStreams_areListed_whereTheyAreAskedFor() {
    assertThat(status("--streams").out())
        .endsWith(
            """

            stream  placement  node            moves to  reason
            lobby   running    10.0.0.2:25520  -         -
            """);
  }

  @Test
  void unreachableNode_andNodeThatLeaves_endWith13() {
    two(ClusterView.Status.UP, false, ClusterView.Intake.CLOSED);
    Cli.Result lost = status();
    assertThat(lost.exitCode()).isEqualTo(13);
    assertThat(lost.out())
        .contains("10.0.0.2:25520  unreachable  -            closed")
        .contains("2 nodes: 1 unreachable, 1 up;");
    assertThat(lost.err())
        .isEqualTo(
            "sluice: the cluster isn't whole: 10.0.0.2:25520 is unreachable (expected: all nodes"
                + " up, one that places streams, and no stream that waits)\n");

    two(ClusterView.Status.LEAVING, true, ClusterView.Intake.DRAINING);
    assertThat(status().exitCode()).isEqualTo(13);
    assertThat(status().err()).contains("10.0.0.2:25520 is leaving");
  }

  @Test
  void nodeThatIsGone_countsOnlyWhereSoManyWereAskedFor() {
    assertThat(status("--nodes", "2").exitCode()).isZero();
    Cli.Result fewer = status("--nodes", "3");
    assertThat(fewer.exitCode()).isEqualTo(13);
    assertThat(fewer.err()).contains("the cluster isn't whole: 2 of 3 nodes up (expected");
  }

  @Test
  void streamThatWaits_isNamedWithItsReason_andEndsWith13() {
    cluster.place("lobby", StreamPlacement.waits("needs gpu; 0 of 2 nodes have it"));
    Cli.Result waits = status();
    assertThat(waits.exitCode()).isEqualTo(13);
    assertThat(waits.out())
        .endsWith(
            """
            1 stream: 1 waiting; weight 3.75 of 12.00, 31 %

            stream  placement  node  moves to  reason
            lobby   waiting    -     -         needs gpu; 0 of 2 nodes have it
            """);
    assertThat(waits.err()).contains("isn't whole: 1 stream waits for a node (expected");
  }

  @Test
  void streamThatMoves_isNamed_andIsNothingWrong() {
    cluster.place(
        "lobby",
        new StreamPlacement(
            StreamPlacement.State.MOVING, Optional.of(ONE), Optional.of(TWO), 9, "for balance"));
    Cli.Result moves = status();
    assertThat(moves.exitCode()).isZero();
    assertThat(moves.out())
        .endsWith("lobby   moving     10.0.0.1:25520  10.0.0.2:25520  for balance\n");
  }

  @Test
  void json_isTheServicesAnswer_andTheExitCodeTheSame() {
    Cli.Result whole = status("--json");
    assertThat(whole.exitCode()).isZero();
    assertThat(whole.out())
        .isEqualTo(
            service
                    .send(
                        service
                            .request("/api/v1/cluster")
                            .header("Authorization", "Bearer " + TestHttpSettings.TOKEN))
                    .body()
                + "\n");
    two(ClusterView.Status.JOINING, true, ClusterView.Intake.CLOSED);
    assertThat(status("--json").exitCode()).isEqualTo(13);
  }

  @Test
  void token_isTakenOfAFile_orTheEnvironment_andSaidWhereItIsWrong() throws IOException {
    Path file = Files.writeString(folder.resolve("token"), TestHttpSettings.TOKEN + "\n");
    cli.environment.clear();
    Cli.Result without = status();
    assertThat(without.exitCode()).isEqualTo(12);
    assertThat(without.err())
        .isEqualTo(
            "sluice: %s: it answers nobody without a token (expected: SLUICE_TOKEN in the environment, or --token-file)\n"
                .formatted(url));
    assertThat(status("--token-file", file.toString()).exitCode()).isZero();

    cli.environment.put("SLUICE_TOKEN", "a-wrong-token-0123");
    assertThat(status().err())
        .isEqualTo(
            "sluice: %s: it refuses the token of SLUICE_TOKEN of the environment (expected: http.token or one of http.tokens of the service)\n"
                .formatted(url));

    Files.writeString(file, "two words");
    assertThat(status("--token-file", file.toString()).err())
        .contains("token: it holds no token (expected: 16 to 512")
        .doesNotContain("words");
    assertThat(status("--token-file", folder.resolve("none").toString()).err())
        .contains("--token-file: ", "none: it does not exist");
  }

  @Test
  void addressAndToken_comeFromTheConfiguration() throws IOException {
    cli.environment.clear();
    Path file = folder.resolve("service.conf");
    String http = "sluice.http { port = %d, token = null }\n";
    Files.writeString(file, http.formatted(service.server.address().getPort()));
    assertThat(cli.run("cluster", "status", "-c", file.toString()).err())
        .startsWith(
            "sluice: http://127.0.0.1:%d: it answers nobody"
                .formatted(service.server.address().getPort()));
    cli.environment.put("SLUICE_TOKEN", TestHttpSettings.TOKEN);
    assertThat(cli.run("cluster", "status", "-c", file.toString()).exitCode()).isZero();

    Files.writeString(file, http.formatted(0));
    Cli.Result free = cli.run("cluster", "status", "-c", file.toString());
    assertThat(free.exitCode()).isEqualTo(2);
    assertThat(free.err()).contains("http.port: 0", "--url");
  }

  @Test
  void drainAndMove_areOrders_andARefusalIsSaid() {
    assertThat(cli.run("cluster", "drain", TWO, "--url", url))
        .isEqualTo(new Cli.Result(0, "node 10.0.0.2:25520 gives its streams away\n", ""));
    assertThat(cli.run("cluster", "drain", TWO, "--end", "--url", url).out())
        .isEqualTo("node 10.0.0.2:25520 takes streams again\n");
    assertThat(cli.run("cluster", "move", "lobby", ONE, "--url", url).out())
        .isEqualTo("stream lobby moves to 10.0.0.1:25520\n");
    assertThat(cluster.asked)
        .containsExactly("drain " + TWO, "end drain " + TWO, "move lobby to " + ONE);

    cluster.reply = new ClusterReply.Refused("it is the only node");
    Cli.Result refused = cli.run("cluster", "drain", ONE, "--url", url);
    assertThat(refused.exitCode()).isEqualTo(12);
    assertThat(refused.err()).isEqualTo("sluice: %s: it is the only node\n".formatted(url));

    assertThat(cli.run("cluster", "drain", "10.0.0.3:9", "--url", url).err())
        .contains("there is no node 10.0.0.3:9 (expected: " + ONE + ", " + TWO + ")");
    assertThat(cli.run("cluster", "move", "hall", ONE, "--url", url).err())
        .contains("there is no stream hall");
  }

  @Test
  void whatCantBeUsed_isRefused_beforeAnythingIsAsked() {
    assertThat(cli.run("cluster").err()).contains("(expected: status, drain, move)");
    for (String wrong :
        List.of("127.0.0.1:8080", "ftp://a", "http://u:p@a", "http://", "http://a?b")) {
      Cli.Result refused = cli.run("cluster", "status", "--url", wrong);
      assertThat(refused.exitCode()).as(wrong).isEqualTo(2);
      assertThat(refused.err()).contains("(expected: an address like http://127.0.0.1:8080");
    }
    assertThat(cli.run("cluster", "status", "--url", "http://10.1.2.3").err())
        .contains("http://10.1.2.3: the token isn't sent to another machine without TLS");
    assertThat(status("--nodes", "0").err()).contains("--nodes: 0 (expected: a whole number");
    assertThat(status("--timeout", "0").err()).contains("--timeout: 0 (expected: seconds");
    assertThat(cli.run("cluster", "status", "--ca-file", "a.pem").err())
        .contains("--ca-file: given without --url");
  }
}
