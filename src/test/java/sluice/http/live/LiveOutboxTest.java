package sluice.http.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.http.javadsl.model.ws.Message;
import org.apache.pekko.stream.testkit.TestSubscriber;
import org.apache.pekko.stream.testkit.javadsl.TestSink;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import sluice.http.FakeLivePictures;
import sluice.telemetry.EventLog;

/** What a client gets that asks when it can take something. */
@Timeout(60)
class LiveOutboxTest {
  private final ActorTestKit kit = ActorTestKit.create();
  private final FakeLivePictures live = new FakeLivePictures();
  private final LiveOutbox outbox = new LiveOutbox(live);
  private final TestSubscriber.Probe<Message> client =
      outbox.source().runWith(TestSink.create(kit.system()), kit.system());

  @AfterEach
  void stop() {
    kit.shutdownTestKit();
  }

  private String next() {
    return shown(client.requestNext());
  }

  /** The text, or the header and the bytes. */
  private static String shown(Message message) {
    if (message.isText()) {
      return message.asTextMessage().getStrictText();
    }
    ByteBuffer bytes = message.asBinaryMessage().getStrictData().asByteBuffer();
    int header = bytes.getInt();
    String text = StandardCharsets.UTF_8.decode(bytes).toString();
    return text.substring(0, header) + " " + text.substring(header);
  }

  private static String picture(String stream, long number) {
    return ("{\"stream\":\"%s\",\"number\":%d,\"at\":\"2026-01-01T00:00:00Z\",\"width\":4,\"height\":3}"
                + " JPEG %d")
        .formatted(stream, number, number);
  }

  /** Pictures and events take turns: of two events one would wait for a picture. */
  private void assertNoPictureIsGiven() {
    outbox.tell(event("x", 1));
    outbox.tell(event("x", 2));
    assertThat(next()).isEqualTo(told("x", 1));
    assertThat(next()).isEqualTo(told("x", 2));
  }

  private static EventLog.Event event(String stream, int number) {
    return new EventLog.Event(
        "e-" + number, number, Instant.EPOCH, stream, "state", "{\"n\":" + number + "}");
  }

  private static String told(String stream, int number) {
    return "{\"type\":\"event\",\"event\":\"state\",\"stream\":\"%s\",\"data\":{\"n\":%d}}"
        .formatted(stream, number);
  }

  @Test
  void outbox_sendsNewestPicture_onDemand() {
    outbox.watch(Map.of("a", 320));
    live.come("a", 1);
    assertThat(next()).isEqualTo(picture("a", 1));
    live.come("a", 2);
    live.come("a", 3);
    assertThat(next()).isEqualTo(picture("a", 3));
  }

  @Test
  void outbox_requestsNoPicture_withoutDemand() {
    outbox.watch(Map.of("a", 320, "b", 640));
    live.come("a", 1);
    live.come("b", 1);
    assertThat(live.watches).hasSize(2).allMatch(watch -> watch.asked() == 0);
  }

  @Test
  void newPicture_isSent_toWaitingClient() {
    outbox.watch(Map.of("a", 320));
    client.request(1);
    await().until(() -> live.watches.getFirst().asked() > 0);
    live.come("a", 7);
    assertThat(shown(client.expectNext())).isEqualTo(picture("a", 7));
  }

  @Test
  void picturesInFlight_areLimitedToTwo_untilAcknowledged() {
    outbox.watch(Map.of("a", 320));
    for (int i = 1; i <= LiveOutbox.MOST_ON_THE_WAY; i++) {
      live.come("a", i);
      assertThat(next()).isEqualTo(picture("a", i));
    }
    live.come("a", 3);
    live.come("a", 4);
    assertNoPictureIsGiven();
    outbox.shown("a");
    assertThat(next()).isEqualTo(picture("a", 4));
    outbox.shown("other");
    outbox.shown("a");
    outbox.shown("a");
    outbox.shown("a");
    for (int i = 5; i <= 6; i++) {
      live.come("a", i);
      assertThat(next()).isEqualTo(picture("a", i));
    }
    live.come("a", 7);
    assertNoPictureIsGiven();
  }

  @Test
  void streamAwaitingAcknowledgement_doesNotDelayOthers() {
    outbox.watch(Map.of("a", 320, "b", 320));
    live.come("a", 1);
    next();
    live.come("a", 2);
    next();
    live.come("a", 3);
    live.come("b", 1);
    assertThat(next()).isEqualTo(picture("b", 1));
  }

  @Test
  void streams_alternate() {
    outbox.watch(Map.of("a", 320, "b", 320));
    String before = "";
    for (int i = 1; i <= 6; i++) {
      live.come("a", i);
      live.come("b", i);
      String stream = next().contains("\"a\"") ? "a" : "b";
      assertThat(stream).isNotEqualTo(before);
      outbox.shown(stream);
      before = stream;
    }
  }

  @Test
  void newWatch_replacesThePreviousOne() {
    outbox.watch(Map.of("a", 320, "b", 320));
    live.come("a", 1);
    next();
    var kept = live.watches.stream().filter(watch -> watch.stream.equals("a")).toList();

    outbox.watch(Map.of("a", 320, "c", 640));
    assertThat(live.watches).extracting(watch -> watch.stream).containsExactlyInAnyOrder("a", "c");
    assertThat(live.watches).as("what stays goes on").containsAll(kept);

    outbox.watch(Map.of("a", 1280));
    assertThat(live.watches).extracting(watch -> watch.width).containsExactly(1280);
    assertThat(next()).as("another width begins anew").isEqualTo(picture("a", 1));
  }

  @Test
  void eventsAndPictures_alternate() {
    outbox.watch(Map.of("a", 320));
    outbox.tell(event("a", 1));
    outbox.tell(event("a", 2));
    live.come("a", 1);
    assertThat(next()).isEqualTo(told("a", 1));
    assertThat(next()).isEqualTo(picture("a", 1));
    live.come("a", 2);
    assertThat(next()).isEqualTo(told("a", 2));
    assertThat(next()).isEqualTo(picture("a", 2));
  }

  @Test
  void oldestEvents_areDropped_andClientIsNotified_whenFull() {
    for (int i = 0; i < 3 * LiveOutbox.MOST_EVENTS; i++) {
      outbox.tell(event("a", i));
    }
    outbox.say("words");
    assertThat(next()).isEqualTo("words");
    assertThat(next())
        .isEqualTo("{\"type\":\"event\",\"event\":\"gap\",\"stream\":\"\",\"data\":{}}");
    int following = 3 * LiveOutbox.MOST_EVENTS - 1;
    String last = "";
    for (int i = 0; i < LiveOutbox.MOST_EVENTS && !last.equals(told("a", following)); i++) {
      last = next();
    }
    assertThat(last).as("the newest ones are kept").isEqualTo(told("a", following));
  }

  @Test
  void equalMessages_areQueuedOnce() {
    outbox.say("alive");
    outbox.say("alive");
    outbox.say("other");
    assertThat(next()).isEqualTo("alive");
    assertThat(next()).isEqualTo("other");
  }

  @Test
  void queuedMessages_areSentBeforeEnd_andWatchesAreClosed() {
    outbox.watch(Map.of("a", 320));
    live.come("a", 1);
    outbox.tell(event("a", 1));
    outbox.say("refused");
    outbox.end();
    outbox.end();
    assertThat(live.watches).isEmpty();
    assertThat(next()).isEqualTo("refused");
    client.request(1);
    client.expectComplete();
    outbox.watch(Map.of("a", 320));
    assertThat(live.watches).isEmpty();
  }
}
