package sluice.telemetry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.stream.Attributes;
import org.apache.pekko.stream.javadsl.Sink;
import org.apache.pekko.stream.javadsl.SinkQueueWithCancel;
import org.apache.pekko.stream.javadsl.Source;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import sluice.telemetry.EventLog.Event;

@Timeout(60)
class EventLogTest {
  private final ActorTestKit kit = ActorTestKit.create();
  private Instant now = Instant.parse("2026-01-01T00:00:00Z");
  private final EventLog feed = new EventLog(() -> now);

  @AfterEach
  void stop() {
    kit.shutdownTestKit();
  }

  private Source<Event, ?> watch(String stream, String after) {
    return feed.watch(Optional.ofNullable(stream), Optional.ofNullable(after), kit.system());
  }

  private CompletableFuture<List<Event>> take(int count, Source<Event, ?> source) {
    return source.take(count).runWith(Sink.seq(), kit.system()).toCompletableFuture();
  }

  private void awaitWatchers(int count) {
    await().pollInterval(Duration.ofMillis(1)).until(() -> feed.watchers() == count);
  }

  private String publish(String stream) {
    CompletableFuture<List<Event>> seen = take(1, watch(null, null));
    awaitWatchers(1);
    feed.publish(stream, "state", "{}");
    String id = seen.join().getFirst().id();
    awaitWatchers(0);
    return id;
  }

  @Test
  void leavingSubscriber_doesNotDisturbPublishers() {
    for (int client = 0; client < 200; client++) {
      CompletableFuture<List<Event>> seen = take(1, watch("a", null));
      awaitWatchers(1);
      feed.publish("a", "state", "{}");
      assertThat(seen.join()).hasSize(1);
      while (feed.watchers() > 0) {
        feed.publish("a", "state", "{}");
      }
    }
  }

  @Test
  void subscriberOfOneStream_receivesOnlyItsEvents() {
    CompletableFuture<List<Event>> seen = take(1, watch("b", null));
    awaitWatchers(1);
    feed.publish("a", "state", "{}");
    feed.publish("b", "state", "{}");
    assertThat(seen.join()).extracting(Event::stream).containsExactly("b");
    awaitWatchers(0);
  }

  @Test
  void resumedSubscriber_receivesMissedEventsOnce() {
    String first = publish("a");
    feed.publish("b", "state", "{}");
    feed.publish("a", "state", "{\"x\":1}");

    assertThat(take(1, watch("a", first)).join())
        .extracting(Event::data)
        .containsExactly("{\"x\":1}");
    assertThat(take(2, watch(null, first)).join())
        .extracting(Event::stream)
        .containsExactly("b", "a");
  }

  /** A copy of what is kept for each client that does not read would fill the memory. */
  @Test
  void replay_isReadFromTheSharedBuffer_asTheClientTakesIt() throws Exception {
    String first = publish("a");
    for (int i = 0; i < 500; i++) {
      feed.publish("a", "state", "{\"old\":%d}".formatted(i));
    }
    SinkQueueWithCancel<Event> client =
        watch("a", first)
            .runWith(
                Sink.<Event>queue().withAttributes(Attributes.inputBuffer(1, 1)), kit.system());
    assertThat(pull(client).data()).isEqualTo("{\"old\":0}");

    now = now.plus(Duration.ofSeconds(61));
    feed.publish("a", "state", "{\"new\":1}");

    List<String> types = new ArrayList<>();
    Event next = pull(client);
    while (!next.data().contains("new")) {
      types.add(next.type());
      next = pull(client);
    }
    assertThat(types).hasSizeLessThan(50).endsWith(EventLog.GAP);
    client.cancel();
  }

  private static Event pull(SinkQueueWithCancel<Event> client) throws Exception {
    return client.pull().toCompletableFuture().get(30, TimeUnit.SECONDS).orElseThrow();
  }

  @Test
  void resume_reportsGap_whenMissedEventsExpired() {
    String first = publish("a");
    feed.publish("a", "state", "{\"old\":1}");
    now = now.plus(Duration.ofSeconds(61));
    feed.publish("a", "state", "{\"new\":1}");

    assertThat(take(2, watch("a", first)).join())
        .extracting(Event::type)
        .containsExactly(EventLog.GAP, "state");
  }

  @Test
  void resume_reportsGap_forUnknownEventId() {
    feed.publish("a", "state", "{}");
    for (String id : List.of("zzz-1", "nonsense", "-", publish("a") + "9")) {
      assertThat(take(1, watch("a", id)).join())
          .as(id)
          .extracting(Event::type)
          .containsExactly(EventLog.GAP);
    }
  }

  @Test
  void slowSubscriber_isDisconnected_withoutBlockingOthers() {
    CompletableFuture<List<Event>> all = new CompletableFuture<>();
    CompletableFuture<Boolean> go = new CompletableFuture<>();
    watch(null, null)
        .mapAsync(1, event -> go.thenApply(yes -> event))
        .runWith(Sink.seq(), kit.system())
        .whenComplete((events, failure) -> all.complete(events));
    awaitWatchers(1);
    for (int i = 0; i < 1_000; i++) {
      feed.publish("a", "state", "{}");
    }
    assertThat(feed.watchers()).isZero();
    go.complete(true);
    List<Event> got = all.join();
    assertThat(got).hasSizeBetween(200, 400);
    String last = got.getLast().id();
    assertThat(take(1, watch(null, last)).join().getFirst().number())
        .isEqualTo(got.getLast().number() + 1);
  }
}
