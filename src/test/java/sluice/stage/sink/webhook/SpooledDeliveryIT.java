package sluice.stage.sink.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sluice.core.Delivery;
import sluice.core.message.PublishObserver;
import sluice.core.message.StateChange;
import sluice.stage.sink.Housekeeping;
import sluice.stage.sink.RunIds;
import sluice.stage.sink.SinkContext;
import sluice.stage.sink.SinkThreads;
import sluice.stage.sink.StreamSink;
import sluice.stage.sink.delivery.Deliveries;
import sluice.stage.sink.delivery.DestinationContext;
import sluice.testing.servers.HookServer;

/** Messages reach a receiver that is killed, and over a restart of the service, in order. */
class SpooledDeliveryIT {
  private static final int ROUND = 100;

  @TempDir Path folder;

  private Deliveries deliveries() {
    return new Deliveries(
        folder.resolve("spool"),
        (config, own) ->
            new WebhookSinkType()
                .destination(
                    (WebhookSinkConfig) config,
                    new DestinationContext(
                        "hook",
                        "here",
                        own,
                        Clock.systemUTC(),
                        host -> InetAddress.getLoopbackAddress(),
                        "",
                        false)),
        Clock.systemUTC(),
        PublishObserver.NONE);
  }

  private StreamSink open(Deliveries deliveries, WebhookSinkConfig config, RunIds ids) {
    Housekeeping housekeeping =
        new Housekeeping(Runnable::run, Clock.systemUTC(), System::nanoTime);
    return deliveries.open(
        config,
        new SinkContext(
            "lobby", Delivery.LATEST, Clock.systemUTC(), housekeeping, ids, SinkThreads.shared()));
  }

  private static void tell(StreamSink sink) {
    for (int i = 0; i < ROUND; i++) {
      sink.entered(new StateChange("running", "frames flow", Instant.now()));
    }
  }

  @Test
  void messages_arriveInOrder_whateverIsKilled() {
    try (HookServer server = new HookServer()) {
      server.start();
      WebhookSinkConfig config =
          HookFixture.config(folder, server.sinkSettings().replace("type = webhook,", ""));
      RunIds ids = new RunIds();
      String run = ids.current();
      Deliveries first = deliveries();
      StreamSink sink = open(first, config, ids);
      tell(sink);
      await().until(() -> sink.health().written() == ROUND);
      server.kill();
      tell(sink);
      await().until(() -> !sink.health().healthy());
      assertThat(sink.health().backlog().messages()).isPositive();
      assertThat(sink.health().lastError()).isPresent();
      server.start();
      await().atMost(Duration.ofSeconds(60)).until(() -> sink.health().written() == 2 * ROUND);
      assertThat(sink.health().healthy()).isTrue();
      server.kill();
      tell(sink);
      assertThat(sink.finish()).succeedsWithin(Duration.ofSeconds(10));
      first.close();

      server.start();
      try (Deliveries second = deliveries()) {
        second.configure(List.of(config));
        List<String> expected =
            LongStream.rangeClosed(1, 3 * ROUND)
                .mapToObj(number -> run + "-lobby-s" + number)
                .toList();
        await()
            .atMost(Duration.ofSeconds(60))
            .untilAsserted(
                () ->
                    assertThat(server.received("lobby").stream().distinct().toList())
                        .isEqualTo(expected));
      }
    }
  }
}
