package sluice.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.OutputStream;
import java.net.SocketException;
import java.net.URI;
import java.net.http.HttpResponse;
import java.net.http.WebSocketHandshakeException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import sluice.http.live.LiveMessageReader;
import sluice.testing.LiveSocket;
import sluice.testing.RawLiveSocket;

/** The socket of live pictures, with a real client. */
@Timeout(60)
class LiveSocketTest extends WithTestService {
  private static final String TICKETS = "/api/v1/live/tickets";
  private static final int NORMAL = 1000;

  private final BlockingQueue<LiveSocket.Picture> pictures = new LinkedBlockingQueue<>();

  private static String ticket(TestService service) {
    HttpResponse<String> response = service.send("POST", TICKETS, "{}");
    assertThat(response.statusCode()).as(response.body()).isEqualTo(201);
    assertThat(TestService.json(response).get("expires-in-seconds").asInt()).isEqualTo(30);
    return TestService.json(response).get("ticket").asText();
  }

  private static URI uri(TestService service) {
    return URI.create("ws://127.0.0.1:" + service.server.address().getPort() + "/api/v1/live");
  }

  private LiveSocket connect(TestService service) {
    return LiveSocket.open(service.client, uri(service), pictures::add);
  }

  private LiveSocket enter(TestService service) throws InterruptedException {
    LiveSocket socket = connect(service);
    socket.hello(ticket(service));
    JsonNode welcome = socket.text();
    assertThat(welcome.get("type").asText()).isEqualTo("welcome");
    assertThat(welcome.get("version").asText()).isEqualTo("1.2.3");
    return socket;
  }

  private LiveSocket.Picture picture() throws InterruptedException {
    LiveSocket.Picture picture = pictures.poll(20, TimeUnit.SECONDS);
    assertThat(picture).isNotNull();
    return picture;
  }

  private static void assertRefused(LiveSocket socket, String reason) throws InterruptedException {
    JsonNode refused = socket.text();
    assertThat(refused.get("type").asText()).isEqualTo("refused");
    assertThat(refused.get("reason").asText()).contains(reason);
    assertThat(socket.closed().join()).isEqualTo(NORMAL);
  }

  @Test
  void clientWithTicket_receivesPicturesAndEvents() throws InterruptedException {
    TestService tested = start(TestHttpSettings.http());
    LiveSocket socket = enter(tested);
    assertThat(tested.telemetry.liveViewers().count()).isEqualTo(1);
    assertThat(tested.get("/metrics").body()).contains("sluice_live_watchers 1.0");
    socket.say("{\"type\":\"watch\",\"pictures\":{\"lobby\":320},\"events\":[\"lobby\"]}");
    await().until(() -> !tested.ports.live.watches.isEmpty());

    tested.ports.live.come("lobby", 5);
    LiveSocket.Picture first = picture();
    assertThat(first.header())
        .hasToString(
            "{\"stream\":\"lobby\",\"number\":5,\"at\":\"2026-01-01T00:00:00Z\",\"width\":4,\"height\":3}");
    assertThat(new String(first.jpeg(), StandardCharsets.US_ASCII)).isEqualTo("JPEG 5");

    tested.telemetry.events().publish("yard", "state", "{\"stream\":\"yard\"}");
    tested.telemetry.events().publish("lobby", "removed", "{\"stream\":\"lobby\"}");
    JsonNode event = socket.text();
    while (event.get("event").asText().equals("state")
        && event.get("stream").asText().equals("lobby")) {
      event = socket.text(); // the sampler's own
    }
    assertThat(event)
        .hasToString(
            "{\"type\":\"event\",\"event\":\"removed\",\"stream\":\"lobby\",\"data\":{\"stream\":\"lobby\"}}");
    socket.say("{\"type\":\"watch\",\"pictures\":{},\"events\":\"all\",\"types\":[\"event\"]}");
    await().until(() -> tested.ports.live.watches.isEmpty());
    tested.telemetry.events().publish("lobby", "removed", "{\"stream\":\"lobby\"}");
    tested.telemetry.events().publish("yard", "event", "{\"stream\":\"yard\"}");
    assertThat(socket.text().get("event").asText()).isEqualTo("event");
    socket.close();
    await().until(() -> tested.telemetry.liveViewers().count() == 0);
    assertThat(tested.ports.live.watches).isEmpty();
  }

  @Test
  void abortedClient_leavesNothingOpen() throws InterruptedException {
    TestService tested = start(TestHttpSettings.http());
    LiveSocket socket = enter(tested);
    socket.say("{\"type\":\"watch\",\"pictures\":{\"lobby\":320},\"events\":\"all\"}");
    await().until(() -> !tested.ports.live.watches.isEmpty());
    socket.abort();
    await()
        .until(
            () ->
                tested.ports.live.watches.isEmpty() && tested.telemetry.liveViewers().count() == 0);
  }

  @Test
  void ticket_isAcceptedOnce_andOtherTextIsRefused() throws InterruptedException {
    TestService tested = start(TestHttpSettings.http());
    String ticket = ticket(tested);
    LiveSocket first = connect(tested);
    first.hello(ticket);
    assertThat(first.text().get("type").asText()).isEqualTo("welcome");
    for (String wrong : List.of(ticket, "", "x".repeat(43))) {
      LiveSocket second = connect(tested);
      second.hello(wrong);
      assertRefused(second, "ticket");
    }
    first.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"type\":\"watch\",\"pictures\":{\"lobby\":320}}",
        "{\"type\":\"alive\"}",
        "hello",
        "{\"type\":\"hello\"}"
      })
  void firstMessageOtherThanHello_isRefused(String message) throws InterruptedException {
    TestService tested = start(TestHttpSettings.http());
    LiveSocket socket = connect(tested);
    socket.say(message);
    assertThat(socket.text().get("type").asText()).isEqualTo("refused");
    assertThat(socket.closed().join()).isEqualTo(NORMAL);
    assertThat(tested.ports.live.watches).isEmpty();
  }

  @Test
  void silentClient_isDisconnected() throws InterruptedException {
    assertRefused(connect(start(TestHttpSettings.http())), "no hello");
  }

  @Test
  void invalidOrOversizedMessage_closesTheConnection() throws InterruptedException {
    TestService tested = start(TestHttpSettings.http());
    for (String wrong :
        List.of(
            "{\"type\":\"watch\",\"pictures\":{\"lobby\":7}}",
            "{\"type\":\"hello\",\"ticket\":\"again\"}",
            " ".repeat(LiveMessageReader.LONGEST + 1),
            " ".repeat(10 * LiveMessageReader.LONGEST))) {
      LiveSocket socket = enter(tested);
      socket.say(wrong);
      assertThat(socket.text().get("type").asText()).isEqualTo("refused");
      assertThat(socket.closed().join()).isEqualTo(NORMAL);
    }
    LiveSocket long64 = enter(tested);
    String watch = "{\"type\":\"watch\",\"pictures\":{\"lobby\":320}}";
    long64.say(watch + " ".repeat(LiveMessageReader.LONGEST - watch.length()));
    await().until(() -> !tested.ports.live.watches.isEmpty());
    long64.close();
  }

  @Test
  void clientsBeyondTheLimit_areRefused() throws InterruptedException {
    TestService tested = start(TestHttpSettings.http().liveClients(1));
    LiveSocket waiting = connect(tested);
    LiveSocket first = enter(tested);
    waiting.hello(ticket(tested));
    assertRefused(waiting, "max-live-clients");
    assertStatus(tested, 503, "Accept", "*/*");
    assertThat(tested.get("/api/v1/streams/lobby/live.mjpg").statusCode()).isEqualTo(503);
    first.close();
    await().until(() -> tested.telemetry.liveViewers().count() == 0);
    enter(tested).close();
  }

  private void assertStatus(TestService service, int status, String header, String value) {
    assertThatThrownBy(
            () ->
                LiveSocket.open(
                    service.client,
                    uri(service),
                    pictures::add,
                    builder -> builder.header(header, value)))
        .isInstanceOf(CompletionException.class)
        .cause()
        .isInstanceOfSatisfying(
            WebSocketHandshakeException.class,
            refused -> assertThat(refused.getResponse().statusCode()).isEqualTo(status));
  }

  @Test
  void foreignOrigin_isRefused() throws InterruptedException {
    TestService tested = start(TestHttpSettings.http());
    assertStatus(tested, 403, "Origin", "http://evil.example");
    assertStatus(tested, 403, "Sec-Fetch-Site", "cross-site");
    String own = "http://127.0.0.1:" + tested.server.address().getPort();
    LiveSocket.open(
            tested.client, uri(tested), pictures::add, builder -> builder.header("Origin", own))
        .close();
  }

  @Test
  void ticketRequest_requiresToken_andSocketRequiresTicket() throws InterruptedException {
    TestService tested = start(TestHttpSettings.http().withToken());
    assertThat(tested.send("POST", TICKETS, "{}").statusCode()).isEqualTo(401);
    HttpResponse<String> issued =
        tested.send(
            tested
                .request(TICKETS)
                .header("Authorization", "Bearer " + TestHttpSettings.TOKEN)
                .header("Content-Type", "application/json")
                .POST(java.net.http.HttpRequest.BodyPublishers.ofString("{}")));
    LiveSocket stranger = connect(tested);
    stranger.hello(TestHttpSettings.TOKEN);
    assertRefused(stranger, "ticket");
    LiveSocket socket = connect(tested);
    socket.hello(TestService.json(issued).get("ticket").asText());
    assertThat(socket.text().get("type").asText()).isEqualTo("welcome");
    socket.close();
  }

  @Test
  void plainRequestToSocketPath_isAnsweredWithUpgradeRequired() {
    TestService tested = start(TestHttpSettings.http().withToken());
    HttpResponse<String> response = tested.get("/api/v1/live");
    assertThat(response.statusCode()).isEqualTo(426);
    assertThat(response.headers().firstValue("Upgrade")).hasValue("websocket");
  }

  @Test
  void heartbeat_keepsConnection_andItsAbsenceClosesIt() throws Exception {
    TestService tested = start(TestHttpSettings.http().idleTimeout(Duration.ofSeconds(3)));
    LiveSocket answering = enter(tested);
    int port = tested.server.address().getPort();
    try (RawLiveSocket mute = RawLiveSocket.enter(port, ticket(tested))) {
      assertThat(tested.telemetry.liveViewers().count()).isEqualTo(2);
      Throwable end = catchThrowable(() -> mute.in().transferTo(OutputStream.nullOutputStream()));
      if (end != null) {
        assertThat(end)
            .as("cut, as one who doesn't say goodbye")
            .isInstanceOf(SocketException.class);
      }
    }
    await().until(() -> tested.telemetry.liveViewers().count() == 1);
    assertThat(answering.closed()).isNotDone();
    answering.close();
  }

  @Test
  void serverShutdown_closesTheSocketNormally() throws InterruptedException {
    TestService tested = start(TestHttpSettings.http());
    LiveSocket socket = enter(tested);
    socket.say("{\"type\":\"watch\",\"pictures\":{\"lobby\":320}}");
    await().until(() -> !tested.ports.live.watches.isEmpty());
    tested.server.stop(Duration.ofSeconds(20)).toCompletableFuture().join();
    assertThat(socket.closed().join()).isEqualTo(NORMAL);
    assertThat(tested.ports.live.watches).isEmpty();
  }
}
