package sluice.stage.sink.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchException;
import static org.awaitility.Awaitility.await;
import static sluice.stage.sink.kafka.KafkaFixture.config;
import static sluice.stage.sink.kafka.KafkaFixture.destination;
import static sluice.stage.sink.kafka.KafkaFixture.message;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import sluice.stage.sink.delivery.DeliveryException;
import sluice.stage.sink.delivery.Destination;
import sluice.stage.sink.kafka.KafkaFixture.Settled;
import sluice.testing.servers.KafkaBroker;

/** What becomes of messages while a real broker is killed, stopped and started again. */
@Tag("alone")
@Timeout(240)
class KafkaOutageIT {
  /** The client gives up sooner than a broker is back. */
  private static final ClientLimits IMPATIENT =
      new ClientLimits(Duration.ofSeconds(1), Duration.ofMillis(700), Duration.ofMillis(1_500));

  /** What a client that waits so much shorter than usual does, it does in so much less time. */
  private static final int PART = 4;

  private static final ClientLimits QUICK =
      new ClientLimits(
          ClientLimits.STANDARD.block().dividedBy(PART),
          ClientLimits.STANDARD.request().dividedBy(PART),
          ClientLimits.STANDARD.delivery().dividedBy(PART));

  private static final List<String> STREAMS = List.of("a", "b", "c", "d");

  private static KafkaBroker broker;

  @TempDir Path folder;
  private final Settled settled = new Settled();

  @BeforeAll
  static void start() {
    broker = new KafkaBroker("sluice.detections");
    broker.start();
  }

  @AfterAll
  static void stop() {
    if (broker != null) {
      broker.close();
    }
  }

  /** What happens to the broker, and how long the client waits for it. */
  private enum Outage {
    KILLED(1, ClientLimits.STANDARD),
    KILLED_FOR_LONG(2, IMPATIENT),
    PAUSED(3, IMPATIENT);

    private final int rounds;
    private final ClientLimits limits;

    Outage(int rounds, ClientLimits limits) {
      this.rounds = rounds;
      this.limits = limits;
    }

    private void happen(RetryingSender sender) {
      int failures = sender.failures();
      if (this == PAUSED) {
        broker.pause();
        await().atMost(60, TimeUnit.SECONDS).until(() -> sender.failures() > failures);
        broker.resume();
        return;
      }
      broker.kill();
      if (this == KILLED_FOR_LONG) {
        await().atMost(60, TimeUnit.SECONDS).until(() -> sender.failures() > failures);
      }
      broker.start();
    }
  }

  private KafkaDestination destinationTo(String topic, ClientLimits limits) {
    return destination(
        config(folder, "brokers = \"%s\", topic = %s".formatted(broker.brokers(), topic)),
        folder,
        limits);
  }

  @ParameterizedTest
  @EnumSource
  void nothingIsMissing_andEachStreamIsInOrder_afterOutages(Outage outage) throws Exception {
    String topic = "outage-" + outage;
    broker.createTopic(topic, 3);
    RetryingSender sender = new RetryingSender(destinationTo(topic, outage.limits), STREAMS);
    for (int round = 0; round < outage.rounds; round++) {
      int before = sender.settled();
      await().atMost(60, TimeUnit.SECONDS).until(() -> sender.settled() > before + 2_000);
      outage.happen(sender);
    }
    List<String> sent = sender.end();

    for (String stream : STREAMS) {
      List<String> received = broker.received(topic, stream);
      List<String> once = new ArrayList<>(new LinkedHashSet<>(received));
      assertThat(once)
          .as("duplicates: %d", received.size() - once.size())
          .containsExactlyElementsOf(
              sent.stream().filter(id -> id.startsWith("run-" + stream)).toList());
    }
    if (outage != Outage.KILLED) {
      assertThat(sender.failures()).isGreaterThanOrEqualTo(outage.rounds);
    }
    assertNoThreadIsLeft();
  }

  @Test
  void aBrokerThatIsAway_isAFailureWithinTheLimit_andSeenByAnIdleSink() throws Exception {
    broker.createTopic("away", 1);
    try (KafkaDestination destination = destinationTo("away", QUICK)) {
      destination.idle();
      destination.deliver(List.of(message("a", 1)), settled);
      destination.idle();
      broker.kill();
      try {
        // with a producer that was connected, with a new one, and without anything to deliver
        assertFailsInTime(() -> destination.deliver(List.of(message("a", 2)), settled));
        assertFailsInTime(() -> destination.deliver(List.of(message("a", 2)), settled));
        assertFailsInTime(destination::idle);
      } finally {
        broker.start();
      }
      destination.idle();
      destination.deliver(List.of(message("a", 2)), settled);
    }
    assertThat(settled.acknowledged).containsExactly("run-a-1", "run-a-2");
    assertNoThreadIsLeft();
  }

  private static void assertFailsInTime(ThrowingCallable call) {
    long start = System.nanoTime();
    assertThatThrownBy(call)
        .isInstanceOf(DeliveryException.class)
        .hasMessage(
            "no answer from %s: see that brokers run and their advertised listeners can be reached"
                    .formatted(broker.brokers())
                + " from here, and that tls and user fit the port");
    assertThat(Duration.ofNanos(System.nanoTime() - start))
        .isLessThan(Destination.CALL_LIMIT.dividedBy(PART));
  }

  @Test
  void anIdleConnection_thatIsLost_isNoticed() throws Exception {
    broker.createTopic("idle", 1);
    try (KafkaDestination destination = destinationTo("idle", IMPATIENT)) {
      destination.idle();
      broker.kill();
      try {
        await().atMost(60, TimeUnit.SECONDS).until(() -> isLost(destination));
      } finally {
        broker.start();
      }
    }
  }

  private static boolean isLost(KafkaDestination destination) throws InterruptedException {
    try {
      destination.idle();
      return false;
    } catch (DeliveryException e) {
      return true;
    }
  }

  @Test
  @SuppressWarnings("try") // it is closed within the time that it may take, and again
  void anInterruptedSender_leaves_andClosingTakesNoLongerThanItMay() throws Exception {
    broker.createTopic("silent", 1);
    try (KafkaDestination destination = destinationTo("silent", ClientLimits.STANDARD);
        KafkaDestination unused = destinationTo("silent", ClientLimits.STANDARD)) {
      destination.deliver(List.of(message("a", 1)), settled);
      unused.idle();
      broker.pause();
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
      assertThat(failure.get(10, TimeUnit.SECONDS)).isInstanceOf(InterruptedException.class);

      CompletableFuture.runAsync(
              () -> {
                destination.close();
                unused.close();
                unused.close();
              })
          .get(5, TimeUnit.SECONDS);
      assertNoThreadIsLeft();
    } finally {
      broker.resume();
    }
    assertThat(settled.acknowledged).containsExactly("run-a-1");
  }

  private static void assertNoThreadIsLeft() {
    await()
        .untilAsserted(
            () ->
                assertThat(Thread.getAllStackTraces().keySet())
                    .extracting(Thread::getName)
                    .noneMatch(name -> name.contains("sluice-host-one")));
  }
}
