package sluice.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.typesafe.config.ConfigFactory;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import sluice.config.settings.Right;
import sluice.http.api.Snapshot;
import sluice.http.cluster.ClusterReply;
import sluice.http.cluster.ClusterView;
import sluice.http.cluster.StreamPlacement;

/** Any node answers for the stream of another one. */
@Timeout(60)
class ClusterForwardingTest {
  private static final String LOBBY = "/api/v1/streams/lobby";
  private static final String ONE = "10.0.0.1:25520";
  private static final String TWO = "10.0.0.2:25520";

  @TempDir Path folder;
  private FakeCluster cluster;
  private TestService one;
  private TestService two;

  @BeforeEach
  void start() {
    cluster = new FakeCluster(folder);
    one = cluster.start(ONE);
    two = cluster.start(TWO);
    cluster.run("lobby", TWO, 7);
  }

  @AfterEach
  void close() {
    cluster.close();
  }

  private static Snapshot picture(String text) {
    return new Snapshot.Drawn(text.getBytes(StandardCharsets.US_ASCII));
  }

  private static JsonNode status(TestService asked) {
    HttpResponse<String> response = asked.get(LOBBY);
    assertThat(response.statusCode()).isEqualTo(200);
    return TestService.json(response).get("status");
  }

  @Test
  void statusOfStream_comesFromItsNode_withTheSettingsOfTheNodeAsked() {
    JsonNode stream = TestService.json(one.get(LOBBY));
    assertThat(stream.get("source").asText()).contains("10.0.0.5");
    assertThat(stream.get("status").get("state").asText()).isEqualTo("running");
    assertThat(stream.get("status").get("node").asText()).isEqualTo(TWO);
    assertThat(stream.get("status").get("epoch").asLong()).isEqualTo(7);
    assertThat(stream.get("status").get("placement").asText()).isEqualTo("running");
    assertThat(stream.get("status").has("node-unreachable")).isFalse();
    assertThat(status(two)).isEqualTo(stream.get("status"));
  }

  @Test
  void list_isTheSameAtEveryNode() {
    JsonNode atOne = TestService.json(one.get("/api/v1/streams"));
    JsonNode atTwo = TestService.json(two.get("/api/v1/streams"));
    assertThat(atOne.get(0).get("status")).isEqualTo(atTwo.get(0).get("status"));
    assertThat(atOne).hasSize(1);
    assertThat(atOne.get(0).get("status").get("node").asText()).isEqualTo(TWO);
    assertThat(atOne.get(0).get("status").get("state").asText()).isEqualTo("running");
  }

  @Test
  void requestsAboutARun_areAnsweredByItsNode() {
    one.ports.picture = picture("of one");
    two.ports.picture = picture("of two");
    HttpResponse<String> found = one.get(LOBBY + "/snapshot.jpg");
    assertThat(found.body()).isEqualTo("of two");
    assertThat(found.headers().firstValue("Content-Type")).hasValue("image/jpeg");
    assertThat(found.headers().firstValue("X-Content-Type-Options")).hasValue("nosniff");
    assertThat(one.get(LOBBY + "/history").statusCode()).isEqualTo(200);
    assertThat(one.get(LOBBY + "/counts").statusCode()).isEqualTo(200);

    HttpResponse<String> restarted = one.send("POST", LOBBY + "/restart", "{}");
    assertThat(restarted.statusCode()).isEqualTo(200);
    assertThat(TestService.json(restarted).get("status").get("node").asText()).isEqualTo(TWO);
    assertThat(two.restarted).containsExactly("lobby");
    assertThat(one.restarted).isEmpty();
  }

  @Test
  void right_isCheckedByTheNodeThatWasAsked() {
    TestService three =
        cluster.start(
            "10.0.0.3:25520",
            TestHttpSettings.http().withToken("guard", Right.VIEW).withToken("ops", Right.OPERATE),
            Optional.empty(),
            ConfigFactory.empty());
    cluster.run("lobby", TWO, 8);
    assertThat(with(three, "guard", "GET", LOBBY + "/history").statusCode()).isEqualTo(200);
    HttpResponse<String> refused = with(three, "guard", "POST", LOBBY + "/restart");
    assertThat(refused.statusCode()).isEqualTo(403);
    assertThat(refused.body()).contains("missing-right");
    assertThat(two.restarted).isEmpty();
    assertThat(with(three, "ops", "POST", LOBBY + "/restart").statusCode()).isEqualTo(200);
    assertThat(two.restarted).containsExactly("lobby");
  }

  private static HttpResponse<String> with(
      TestService asked, String token, String method, String path) {
    return asked.send(
        asked
            .request(path)
            .header("Content-Type", "application/json")
            .header("Authorization", "Bearer " + TestHttpSettings.token(token))
            .method(method, HttpRequest.BodyPublishers.ofString("{}")));
  }

  @Test
  void everyRouteOfAStream_isForwarded_orAnsweredHereForAReason() {
    Set<String> here =
        Set.of(
            "getStream",
            "putStream",
            "patchStream",
            "deleteStream",
            "pauseStream",
            "resumeStream",
            "moveStream",
            "watchStream",
            "watchPictures");
    Set<String> all =
        HttpServer.routes(
                new sluice.service.query.ServiceQueries(
                    one.kit.system(),
                    new sluice.service.Guardian.Parts(
                        one.kit.system().ignoreRef(), one.kit.system().ignoreRef())),
                one.http,
                one.ports.of(one.control),
                one.telemetry,
                "1.2.3",
                org.apache.pekko.stream.KillSwitches.shared("test"),
                new java.util.concurrent.atomic.AtomicBoolean())
            .stream()
            .filter(route -> route.path().startsWith("/api/v1/streams/{id}"))
            .filter(route -> !sluice.http.cluster.NodeRoutes.isAsked(route))
            .map(route -> route.operation().id())
            .collect(Collectors.toSet());
    assertThat(all).isEqualTo(here);
  }

  @Test
  void streamWithoutANode_hasAStatusThatSaysWhy_andNoPictures() {
    cluster.place("lobby", StreamPlacement.waits("needs gpu; 0 of 2 nodes have it"));
    JsonNode status = status(one);
    assertThat(status.get("state").asText()).isEqualTo("waiting-for-node");
    assertThat(status.get("cause").asText()).isEqualTo("needs gpu; 0 of 2 nodes have it");
    assertThat(status.get("placement").asText()).isEqualTo("waiting");
    assertThat(status.has("node")).isFalse();
    for (String path : new String[] {"/snapshot.jpg", "/live.mjpg", "/history"}) {
      HttpResponse<String> refused = one.get(LOBBY + path);
      assertThat(refused.statusCode()).isEqualTo(503);
      assertThat(refused.body()).contains("not-placed", "needs gpu; 0 of 2 nodes have it");
    }
  }

  @Test
  void nodeThatHangs_isShownAsItWasLast_withItsAge() {
    assertThat(TestService.json(one.get("/api/v1/streams")).get(0).get("status").get("state"))
        .hasToString("\"running\"");
    two.hangs = true;
    await()
        .untilAsserted(
            () -> {
              JsonNode status = TestService.json(one.get("/api/v1/streams")).get(0).get("status");
              assertThat(status.path("node-unreachable").asBoolean()).isTrue();
              assertThat(status.path("age-seconds").asDouble()).isPositive();
              assertThat(status.get("state").asText()).isEqualTo("running");
            });
    JsonNode alone = status(one);
    assertThat(alone.get("node-unreachable").asBoolean()).isTrue();
    assertThat(alone.get("age-seconds").asDouble()).isPositive();
    two.hangs = false;
  }

  @Test
  void requestToANodeThatHangs_isBounded() {
    two.hangs = true;
    HttpResponse<String> refused = one.send("POST", LOBBY + "/restart", "{}");
    assertThat(refused.statusCode()).isEqualTo(503);
    assertThat(refused.body()).contains("node-unreachable", TWO, "gave no answer");
    two.hangs = false;
  }

  @Test
  void nodeThatIsNotReachable_isNotAsked() {
    cluster.lose(TWO);
    HttpResponse<String> refused = one.get(LOBBY + "/snapshot.jpg");
    assertThat(refused.statusCode()).isEqualTo(503);
    assertThat(refused.headers().firstValue("Retry-After")).isPresent();
    assertThat(refused.body()).contains("node-unreachable", TWO, "is not reachable");
    assertThat(one.get(LOBBY + "/live.mjpg").statusCode()).isEqualTo(503);
  }

  private HttpResponse<String> askNode(TestService service, String path, boolean asNode)
      throws Exception {
    int port = service.server.nodeAddress().orElseThrow().getPort();
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path));
    return service.client.send(
        (asNode ? request.header("X-Sluice-Node", "test") : request).build(),
        HttpResponse.BodyHandlers.ofString());
  }

  @Test
  void requestOfANode_isNotPassedOn() throws Exception {
    one.ports.picture = picture("of one");
    two.ports.picture = picture("of two");
    assertThat(askNode(one, LOBBY + "/snapshot.jpg", true).body()).isEqualTo("of one");
    assertThat(askNode(one, "/api/v1/node/statuses", true).body()).isEqualTo("{}");
    assertThat(askNode(two, "/api/v1/node/statuses", true).body())
        .contains("\"lobby\"")
        .doesNotContain("rtsp", TestService.PASSWORD, "10.0.0.5");
  }

  @Test
  void endpointOfNodes_isForNodes_andForWhatTheyNeed() throws Exception {
    assertThat(askNode(one, LOBBY + "/snapshot.jpg", false).statusCode()).isEqualTo(403);
    for (String path : new String[] {LOBBY, "/api/v1/config", "/metrics", "/", "/api/v1/streams"}) {
      assertThat(askNode(one, path, true).statusCode()).as(path).isEqualTo(404);
    }
    assertThat(one.get("/api/v1/node/statuses").statusCode()).isEqualTo(404);
  }

  @Test
  void cluster_isShown_andDrainAndMoveAreAskedOfThePlacer() {
    await()
        .until(
            () -> {
              one.get("/api/v1/streams");
              JsonNode nodes = TestService.json(one.get("/api/v1/cluster")).get("nodes");
              return nodes.get(1).has("told-seconds");
            });
    assertThat(TestService.json(one.get("/api/v1/about")).get("cluster").asBoolean()).isTrue();
    JsonNode shown = TestService.json(one.get("/api/v1/cluster"));
    assertThat(shown.get("node").asText()).isEqualTo(ONE);
    JsonNode node = shown.get("nodes").get(1);
    assertThat(node.get("name").asText()).isEqualTo(TWO);
    assertThat(node.get("status").asText()).isEqualTo("up");
    assertThat(node.get("labels")).hasToString("[\"gpu\"]");
    assertThat(shown.get("streams").get(0).get("node").asText()).isEqualTo(TWO);
    assertThat(shown.get("streams").get(0).get("epoch").asLong()).isEqualTo(7);

    String drain = "/api/v1/cluster/nodes/" + TWO + "/drain";
    assertThat(one.send("POST", drain, "{}").statusCode()).isEqualTo(202);
    String body = "{\"to\":\"" + ONE + "\"}";
    assertThat(one.send("POST", LOBBY + "/move", body).statusCode()).isEqualTo(202);
    assertThat(one.send("DELETE", drain, "").statusCode()).isEqualTo(202);
    assertThat(cluster.asked)
        .containsExactly("drain " + TWO, "move lobby to " + ONE, "end drain " + TWO);

    cluster.reply = new ClusterReply.Refused("node " + ONE + " has no room");
    HttpResponse<String> refused = one.send("POST", LOBBY + "/move", body);
    assertThat(refused.statusCode()).isEqualTo(409);
    assertThat(refused.body()).contains("has no room");
    assertThat(one.send("POST", LOBBY + "/move", "{\"to\":\"10.9.9.9:1\"}").statusCode())
        .isEqualTo(404);
    assertThat(one.send("POST", LOBBY + "/move", "{}").statusCode()).isEqualTo(400);
    assertThat(one.send("POST", "/api/v1/streams/none/move", body).statusCode()).isEqualTo(404);
    assertThat(one.send("POST", "/api/v1/cluster/nodes/x:1/drain", "{}").statusCode())
        .isEqualTo(404);
  }

  @Test
  void nodeOfAnIpv6Address_isNamedInAPathAsABrowserWritesIt() {
    ClusterView.Node node = cluster.get(TWO);
    String name = "[fd00::12]:25520";
    cluster.set(
        new ClusterView.Node(
            name,
            node.status(),
            true,
            node.capacity(),
            node.labels(),
            0,
            0,
            3,
            false,
            node.intake(),
            node.http()));
    String path = "/api/v1/cluster/nodes/%5Bfd00%3A%3A12%5D%3A25520/drain";
    assertThat(one.send("POST", path, "{}").statusCode()).isEqualTo(202);
    assertThat(one.send("DELETE", path, "{}").statusCode()).isEqualTo(202);
    assertThat(cluster.asked).containsExactly("drain " + name, "end drain " + name);
  }

  @Test
  void node_isReady_onceItIsUp() {
    assertThat(one.get("/health/ready").statusCode()).isEqualTo(200);
    ClusterView.Node node = cluster.get(ONE);
    cluster.set(
        new ClusterView.Node(
            node.name(),
            ClusterView.Status.JOINING,
            true,
            node.capacity(),
            node.labels(),
            node.weight(),
            node.streams(),
            0,
            false,
            ClusterView.Intake.CLOSED,
            node.http()));
    HttpResponse<String> waiting = one.get("/health/ready");
    assertThat(waiting.statusCode()).isEqualTo(503);
    assertThat(waiting.body()).contains("no member of the cluster that is up");
  }

  @Test
  void serviceOnItsOwn_saysSo_andListensForNoNodes() {
    try (TestService alone = new TestService(folder, TestHttpSettings.http())) {
      assertThat(alone.server.nodeAddress()).isEqualTo(Optional.empty());
      HttpResponse<String> answer = alone.get("/api/v1/cluster");
      assertThat(answer.statusCode()).isEqualTo(404);
      assertThat(answer.body()).contains("not-a-cluster");
      JsonNode about = TestService.json(alone.get("/api/v1/about"));
      assertThat(about.required("cluster").asBoolean()).isFalse();
      assertThat(alone.send("POST", LOBBY + "/move", "{\"to\":\"a:1\"}").statusCode())
          .isEqualTo(404);
    }
  }
}
