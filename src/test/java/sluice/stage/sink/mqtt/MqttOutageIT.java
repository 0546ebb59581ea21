package sluice.stage.sink.mqtt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;
import static sluice.stage.sink.mqtt.MqttFixture.AVAILABLE;
import static sluice.stage.sink.mqtt.MqttFixture.CLIENT;
import static sluice.stage.sink.mqtt.MqttFixture.config;
import static sluice.stage.sink.mqtt.MqttFixture.destination;
import static sluice.stage.sink.mqtt.MqttFixture.found;
import static sluice.stage.sink.mqtt.MqttFixture.ids;
import static sluice.stage.sink.mqtt.MqttFixture.message;
import static sluice.stage.sink.mqtt.MqttFixture.messages;
import static sluice.stage.sink.mqtt.MqttFixture.state;

import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import sluice.core.message.Message;
import sluice.stage.sink.delivery.DeliveryException;
import sluice.stage.sink.mqtt.MqttFixture.Settled;
import sluice.testing.servers.Mosquitto;
import sluice.testing.servers.MqttSubscriber;
import sluice.testing.servers.MqttSubscriber.Received;

/** What becomes of messages and states while a real broker is killed, stopped and started again. */
@Timeout(120)
class MqttOutageIT {
  /** The broker is given up soon. */
  private static final MqttLimits IMPATIENT =
      new MqttLimits(
          Duration.ofSeconds(2),
          Duration.ofMillis(800),
          Duration.ofSeconds(2),
          Duration.ofSeconds(4));

  private static final String[] STREAMS = {"a", "b", "c"};

  @TempDir Path folder;
  private Mosquitto broker;
  private final Settled settled = new Settled();

  @BeforeEach
  void start() {
    broker = new Mosquitto();
    broker.start();
  }

  @AfterEach
  void stop() {
    if (broker != null) {
      broker.close();
    }
  }

  private MqttDestination destinationWith(String settings, MqttLimits limits) {
    return destination(
        config(folder, "url = \"%s\", %s".formatted(broker.url(), settings)), folder, limits);
  }

  private void assertArrived(List<Message> sent) {
    assertArrived(sent, Set.of());
  }

  /** All arrived in the order in which they were sent, but for some that a broker may lose. */
  private void assertArrived(List<Message> sent, Set<String> maybeLost) {
    for (String stream : STREAMS) {
      List<String> expected =
          ids(sent).stream().filter(id -> id.startsWith("run-" + stream + "-")).toList();
      await()
          .untilAsserted(
              () -> {
                List<String> received = broker.received(stream).stream().distinct().toList();
                Set<String> arrived = new HashSet<>(received);
                assertThat(received)
                    .containsExactlyElementsOf(
                        expected.stream()
                            .filter(id -> arrived.contains(id) || !maybeLost.contains(id))
                            .toList());
              });
    }
  }

  @Test
  void nothingIsMissing_andEachStreamIsInOrder_afterTheBrokerWasKilled() throws Exception {
    List<Message> sent = messages(0, 2_500, STREAMS);
    RetryingSender sender = new RetryingSender(sent);
    Set<String> onTheBroker = new HashSet<>();
    try (MqttDestination destination = destinationWith("", MqttLimits.STANDARD)) {
      CompletableFuture<Void> sending = sending(sender, destination);
      for (int round = 1; round <= 2; round++) {
        int least = round * 2_000;
        await().until(() -> sender.acknowledged().size() > least);
        broker.kill();
        // what it had acknowledged and not yet handed on was in its memory
        onTheBroker.addAll(sender.acknowledged());
        await().until(() -> sender.failures().stream().anyMatch(text -> text.contains("takes no")));
        broker.start();
      }
      sending.get(60, TimeUnit.SECONDS);
    }

    assertThat(sender.acknowledged()).containsExactlyElementsOf(ids(sent));
    assertThat(sender.failures())
        .contains(broker.url() + " takes no connection; see whether the broker runs there");
    assertArrived(sent, onTheBroker);
    assertNoThreadIsLeft();
  }

  private static CompletableFuture<Void> sending(
      RetryingSender sender, MqttDestination destination) {
    return CompletableFuture.runAsync(
        () -> {
          try {
            sender.send(destination);
          } catch (InterruptedException e) {
            throw new IllegalStateException(e);
          }
        });
  }

  @ParameterizedTest
  @ValueSource(strings = {"5", "3.1.1"})
  void aSilentBroker_isGivenUp_andWhatItReadsLaterChangesNoOrder(String version) throws Exception {
    List<Message> sent = messages(0, 2_000, STREAMS);
    RetryingSender sender = new RetryingSender(sent);
    try (MqttDestination destination = destinationWith("version = " + version, IMPATIENT)) {
      CompletableFuture<Void> sending = sending(sender, destination);
      await().until(() -> sender.acknowledged().size() > 1_000);
      broker.pause();
      await().until(() -> sender.failures().size() > 1);
      broker.resume();
      sending.get(60, TimeUnit.SECONDS);
    }

    assertThat(sender.failures())
        .contains(
            broker.url() + " acknowledges nothing within 0 s; see whether the broker hangs",
            "no connection to %s within 2 s; see whether the broker is there"
                .formatted(broker.url()));
    if (version.equals("5")) { // messages of the other version have no ids
      assertArrived(sent);
    }
  }

  @Test
  void anInterruptedSender_leavesAtOnce_andTheWillTellsSo() throws Exception {
    MqttDestination destination = destinationWith("", MqttLimits.STANDARD);
    destination.deliver(List.of(message("a", 1)), settled);
    broker.pause();
    try {
      CompletableFuture<Exception> failure = new CompletableFuture<>();
      Thread sender =
          Thread.ofPlatform()
              .start(
                  () ->
                      failure.complete(
                          catchException(
                              () -> destination.deliver(List.of(message("a", 2)), settled))));
      await()
          .failFast("a silent broker answered", failure::isDone)
          .until(() -> sender.getState() == Thread.State.TIMED_WAITING);
      sender.interrupt();
      assertThat(failure.get(5, TimeUnit.SECONDS)).isInstanceOf(InterruptedException.class);
      CompletableFuture.runAsync(destination::close).get(5, TimeUnit.SECONDS);
      assertNoThreadIsLeft();
    } finally {
      broker.resume();
    }
    assertThat(settled.acknowledged).containsExactly("run-a-1");
    await().until(() -> "offline".equals(broker.retained().get(AVAILABLE)));
  }

  @Test
  void closing_ofASilentConnection_takesNoLongerThanItMay() throws Exception {
    MqttDestination destination = destinationWith("", MqttLimits.STANDARD);
    destination.idle();
    broker.pause();
    try {
      CompletableFuture.runAsync(destination::close).get(5, TimeUnit.SECONDS);
      assertNoThreadIsLeft();
    } finally {
      broker.resume();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"5", "3.1.1"})
  void anotherClientOfThatName_isSaid_andNotFoughtForEver(String version) throws Exception {
    try (MqttDestination destination = destinationWith("version = " + version, IMPATIENT)) {
      DeliveryException last = null;
      for (int round = 1; round <= 3; round++) {
        destination.idle();
        try (MqttSubscriber other = new MqttSubscriber(broker.port(), CLIENT, "other")) {
          assertThat(other.received()).isEmpty();
          last = await().until(() -> failure(destination), found -> found != null);
        }
        assertThat(last.retryAfter().isPresent()).isEqualTo(round == 3);
      }
      assertThat(last)
          .hasMessageEndingWith(
              "; it happens again and again: see whether another client has the client-id "
                  + CLIENT);
      assertThat(last.retryAfter()).contains(Duration.ofSeconds(20));
    }
  }

  @Test
  void aBroker_thatTellsOfAnotherClient_isQuoted() throws Exception {
    try (TakingOverBroker other = new TakingOverBroker();
        MqttDestination destination =
            destination(config(folder, "url = \"%s\"".formatted(other.url())), folder)) {
      destination.idle();

      assertThat(await().until(() -> failure(destination), found -> found != null))
          .hasMessage(
              "another client took the connection to %s over: only one may have the client-id %s"
                  .formatted(other.url(), CLIENT));
    }
  }

  private static DeliveryException failure(MqttDestination destination) {
    return catchThrowableOfType(DeliveryException.class, destination::idle);
  }

  @Test
  void afterABrokerThatForgotAll_availabilityDiscoveryAndStatesComeFirst_inThatOrder()
      throws Exception {
    try (MqttDestination destination =
        destinationWith("home-assistant = true", MqttLimits.STANDARD)) {
      destination.deliver(
          List.of(state("a", 1, "running"), found("a", 1, "person", "person")), settled);
      await().until(() -> broker.retained().size() >= 6);
      broker.kill();
      assertThatThrownBy(() -> destination.deliver(List.of(found("a", 2)), settled))
          .isInstanceOf(DeliveryException.class)
          .hasMessageStartingWith("the connection to " + broker.url() + " is lost");
      broker.start();
      int before = broker.received().size();
      assertThat(broker.retained()).isEmpty();

      destination.deliver(List.of(found("a", 2, "person", "person")), settled);

      await().until(() -> broker.received("a").contains("run-a-2"));
      List<Received> after =
          broker.received().subList(before, broker.received().size()).stream()
              .filter(each -> !each.topic().startsWith("end-of-retained"))
              .toList();
      assertThat(after)
          .extracting(each -> each.topic().replaceAll("homeassistant/.*", "discovery"))
          .containsExactly(
              AVAILABLE,
              "discovery",
              "discovery",
              "discovery",
              "sluice/streams/a/state",
              "sluice/streams/a/objects/person",
              "sluice/streams/a/detections",
              "sluice/streams/a/objects/person");
      assertThat(broker.retained())
          .containsEntry(AVAILABLE, "online")
          .containsEntry("sluice/streams/a/objects/person", "2")
          .containsKey("sluice/streams/a/state");
    }
  }

  private static void assertNoThreadIsLeft() {
    await()
        .untilAsserted(
            () ->
                assertThat(Thread.getAllStackTraces().keySet())
                    .extracting(Thread::getName)
                    .noneMatch(name -> name.contains("sink-one")));
  }
}
