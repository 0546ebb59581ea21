package sluice.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import sluice.http.cluster.StreamPlacement;
import sluice.testing.LiveSocket;

/** Pictures and events of other nodes' streams, with clients as browsers are. */
@Timeout(60)
class ClusterPicturesTest {
  private static final String ONE = "10.0.0.1:25520";
  private static final String TWO = "10.0.0.2:25520";
  private static final String THREE = "10.0.0.3:25520";

  @TempDir Path folder;
  private FakeCluster cluster;
  private TestService one;
  private TestService two;
  private TestService three;

  @BeforeEach
  void start() {
    cluster = new FakeCluster(folder);
    one = cluster.start(ONE);
    two = cluster.start(TWO);
    three = cluster.start(THREE);
    cluster.run("lobby", TWO, 7);
  }

  @AfterEach
  void close() {
    cluster.close();
    for (TestService each : List.of(one, two, three)) {
      await().until(() -> each.ports.live.watches.isEmpty());
      assertThat(each.telemetry.liveViewers().count()).isZero();
    }
  }

  private static DataInputStream open(TestService service) throws Exception {
    HttpResponse<InputStream> response =
        service.client.send(
            service.request("/api/v1/streams/lobby/live.mjpg").build(),
            HttpResponse.BodyHandlers.ofInputStream());
    assertThat(response.statusCode()).isEqualTo(200);
    DataInputStream body = new DataInputStream(new BufferedInputStream(response.body()));
    assertThat(line(body)).startsWith("--");
    return body;
  }

  /** The next part that isn't the last one again, as is sent while nothing comes. */
  private static String next(DataInputStream in, String last) throws IOException {
    String part = part(in);
    while (part.equals(last)) {
      part = part(in);
    }
    return part;
  }

  private static String part(DataInputStream in) throws IOException {
    int length = -1;
    for (String line = line(in); !line.isEmpty(); line = line(in)) {
      if (line.startsWith("Content-Length: ")) {
        length = Integer.parseInt(line.substring("Content-Length: ".length()));
      }
    }
    byte[] jpeg = new byte[length];
    in.readFully(jpeg);
    line(in);
    line(in);
    return new String(jpeg, StandardCharsets.US_ASCII);
  }

  private static String line(DataInputStream in) throws IOException {
    StringBuilder line = new StringBuilder();
    for (int next = in.read(); next != '\n'; next = in.read()) {
      if (next < 0) {
        throw new EOFException(line.toString());
      }
      line.append((char) next);
    }
    return line.toString().strip();
  }

  private static void awaitWatched(TestService service, int viewers) {
    await().until(() -> service.ports.live.watches.size() == viewers);
  }

  @Test
  void clientKeepsItsConnection_whileTheStreamMoves() throws Exception {
    try (DataInputStream body = open(one)) {
      awaitWatched(two, 1);
      assertThat(two.ports.live.watches.getFirst().width).isEqualTo(640);
      two.ports.live.come("lobby", 1);
      assertThat(part(body)).isEqualTo("JPEG 1");

      cluster.place("lobby", StreamPlacement.waits("moves"));
      awaitWatched(two, 0);
      cluster.run("lobby", THREE, 8);
      awaitWatched(three, 1);
      three.ports.live.come("lobby", 2);
      assertThat(next(body, "JPEG 1")).isEqualTo("JPEG 2");

      cluster.run("lobby", ONE, 9);
      awaitWatched(one, 1);
      awaitWatched(three, 0);
      one.ports.live.come("lobby", 3);
      assertThat(next(body, "JPEG 2")).isEqualTo("JPEG 3");
    }
    for (int i = 4; !one.ports.live.watches.isEmpty(); i++) {
      one.ports.live.come("lobby", i); // who has gone is noticed by what is sent
      TimeUnit.MILLISECONDS.sleep(20);
    }
  }

  private static String ticket(TestService service) {
    return TestService.json(service.send("POST", "/api/v1/live/tickets", "{}"))
        .get("ticket")
        .asText();
  }

  private static LiveSocket enter(
      TestService service, String ticket, BlockingQueue<LiveSocket.Picture> pictures) {
    LiveSocket socket =
        LiveSocket.open(
            service.client,
            URI.create("ws://127.0.0.1:" + service.server.address().getPort() + "/api/v1/live"),
            pictures::add);
    socket.hello(ticket);
    return socket;
  }

  private static LiveSocket.Picture poll(BlockingQueue<LiveSocket.Picture> pictures)
      throws InterruptedException {
    LiveSocket.Picture picture = pictures.poll(20, TimeUnit.SECONDS);
    assertThat(picture).isNotNull();
    return picture;
  }

  @Test
  void ticketOfOneNode_isTakenOnceByAnother() throws Exception {
    String ticket = ticket(two);
    LiveSocket first = enter(one, ticket, new LinkedBlockingQueue<>());
    assertThat(first.text().get("type").asText()).isEqualTo("welcome");
    LiveSocket second = enter(one, ticket, new LinkedBlockingQueue<>());
    assertThat(second.text().get("type").asText()).isEqualTo("refused");
    first.close();
    await().until(() -> one.telemetry.liveViewers().count() == 0);
  }

  @Test
  void twoClients_shareOneConnectionToTheNode_andASlowOneHoldsNobodyUp() throws Exception {
    BlockingQueue<LiveSocket.Picture> fast = new LinkedBlockingQueue<>();
    BlockingQueue<LiveSocket.Picture> slow = new LinkedBlockingQueue<>();
    LiveSocket first = enter(one, ticket(one), fast);
    LiveSocket second = enter(one, ticket(one), slow);
    String watch = "{\"type\":\"watch\",\"pictures\":{\"lobby\":320},\"events\":[]}";
    first.say(watch);
    second.say(watch);
    awaitWatched(two, 1);
    for (int i = 1; i <= 20; i++) {
      two.ports.live.come("lobby", i);
      LiveSocket.Picture picture = poll(fast);
      assertThat(picture.number()).isEqualTo(i);
      assertThat(picture.header().get("at").asText()).isEqualTo("2026-01-01T00:00:00Z");
      first.shown("lobby");
    }
    assertThat(two.ports.live.watches).hasSize(1);
    assertThat(slow.size()).isLessThanOrEqualTo(2);
    first.close();
    second.close();
  }

  @Test
  void clientThatAcknowledgesNothing_holdsTheFarNodeBack() throws Exception {
    BlockingQueue<LiveSocket.Picture> pictures = new LinkedBlockingQueue<>();
    LiveSocket socket = enter(one, ticket(one), pictures);
    socket.say("{\"type\":\"watch\",\"pictures\":{\"lobby\":320},\"events\":[]}");
    awaitWatched(two, 1);
    for (int i = 1; i <= 2; i++) {
      two.ports.live.come("lobby", i);
      assertThat(poll(pictures).number()).isEqualTo(i);
    }
    int number = 3;
    FakeLivePictures.FakeWatch far = two.ports.live.watches.getFirst();
    int before = -1;
    while (before != far.asked()) { // until the far node asks for no more, as nobody here does
      before = far.asked();
      for (int i = 0; i < 5; i++) {
        two.ports.live.come("lobby", number++);
        TimeUnit.MILLISECONDS.sleep(20);
      }
    }
    assertThat(pictures).isEmpty();
    socket.shown("lobby");
    socket.shown("lobby");
    poll(pictures);
    two.ports.live.come("lobby", 1_000);
    while (poll(pictures).number() != 1_000) {
      socket.shown("lobby");
    }
    socket.close();
  }

  @Test
  void eventsOfAllNodes_comeWithTheirNode() throws Exception {
    LiveSocket socket = enter(one, ticket(one), new LinkedBlockingQueue<>());
    assertThat(socket.text().get("type").asText()).isEqualTo("welcome");
    socket.say("{\"type\":\"watch\",\"pictures\":{},\"events\":\"all\"}");
    await()
        .untilAsserted(
            () ->
                assertThat(two.telemetry.events().watchers() + three.telemetry.events().watchers())
                    .isEqualTo(2));
    three.telemetry.events().publish("yard", "line", "{\"stream\":\"yard\"}");
    one.telemetry.events().publish("gate", "line", "{\"stream\":\"gate\"}");
    for (int i = 0; i < 2; i++) {
      JsonNode event = socket.text();
      while (!event.get("event").asText().equals("line")) {
        event = socket.text();
      }
      String stream = event.get("stream").asText();
      assertThat(event.get("data").get("node").asText())
          .isEqualTo(stream.equals("yard") ? THREE : ONE);
      assertThat(event.get("data").get("stream").asText()).isEqualTo(stream);
    }
    socket.close();
    await().until(() -> one.telemetry.liveViewers().count() == 0);
  }
}
