package sluice.stage.sink.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sluice.config.binding.UnionType;
import sluice.config.sink.FrameChoice;
import sluice.config.sink.MessageFilters;
import sluice.config.sink.RemoteSinkConfig;
import sluice.config.sink.SinkConfig;
import sluice.config.sink.SpoolConfig;
import sluice.stage.sink.StreamSink;

/** What all sinks with a far side share. */
class DeliveriesTest {
  @TempDir Path folder;

  /** Settings that fail on the thread that watches all sinks. */
  private record Faulty(RemoteSinkConfig sound) implements RemoteSinkConfig {
    @Override
    public String name() {
      return sound.name();
    }

    @Override
    public UnionType.Variant<? extends SinkConfig> variant() {
      return sound.variant();
    }

    @Override
    public FrameChoice only() {
      return sound.only();
    }

    @Override
    public MessageFilters filters() {
      return sound.filters();
    }

    @Override
    public SpoolConfig spool() {
      if (Thread.currentThread().getName().equals("sluice-sinks")) {
        throw new IllegalStateException("a fault for the test");
      }
      return sound.spool();
    }
  }

  @Test
  void faultOfOneSink_leavesTheOthersTheirTimer() {
    DeliveryFixture fixture = new DeliveryFixture(folder);
    fixture.streams.add("lobby");
    RemoteSinkConfig sound = fixture.sink("a", "");
    try (Deliveries deliveries = fixture.deliveries()) {
      deliveries.configure(List.of(sound, new Faulty(fixture.sink("b", ""))));
      StreamSink sink = DeliveryFixture.open(deliveries, sound, "lobby");
      for (int round = 1; round <= 2; round++) {
        int messages = round;
        sink.entered(DeliveryFixture.state("running"));

        await()
            .atMost(Duration.ofSeconds(10))
            .until(() -> position().contains("acknowledged " + messages + "\n"));
      }
    }
    assertThat(fixture.far.messages).hasSize(2);
  }

  private String position() throws IOException {
    Path file = folder.resolve("spool/a/lobby/position");
    return Files.exists(file) ? Files.readString(file) : "";
  }

  @Test
  void whatWaits_isDelivered_byTheSettingsThatASinkHasThen() {
    DeliveryFixture fixture = new DeliveryFixture(folder);
    fixture.streams.add("lobby");
    fixture.far.isAway = true;
    try (Deliveries deliveries = fixture.deliveries()) {
      RemoteSinkConfig before = fixture.sink("a", "");
      deliveries.configure(List.of(before));
      StreamSink sink = DeliveryFixture.open(deliveries, before, "lobby");
      sink.entered(DeliveryFixture.state("running"));
      await().until(() -> sink.health().backlog().messages() == 1);
      assertThat(sink.finish()).succeedsWithin(Duration.ofSeconds(10));

      fixture.far.isAway = false;
      deliveries.configure(List.of(fixture.sink("a", "batch-size = 7")));
      await().until(() -> fixture.far.bodies("running").size() == 1);
    }
  }
}
