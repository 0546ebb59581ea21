package sluice.stage.sink.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sluice.config.sink.RemoteSinkConfig;
import sluice.core.scene.SceneSettings;
import sluice.stage.sink.StreamSink;

/** What becomes of a stream that doesn't use a sink any more. */
class StreamRemovalTest {
  @TempDir Path folder;

  @Test
  void lastMessageComes_thenTheRemoval_andNothingIsLeft() {
    DeliveryFixture fixture = new DeliveryFixture(folder);
    fixture.streams.add("lobby");
    fixture.far.isAway = true;
    RemoteSinkConfig config = fixture.sink("a", "");
    try (Deliveries deliveries = fixture.deliveries()) {
      StreamSink sink = DeliveryFixture.open(deliveries, config, "lobby");
      sink.watching(SceneSettings.NONE);
      sink.entered(DeliveryFixture.state("running"));
      await().until(() -> sink.health().backlog().messages() == 1);
      fixture.streams.remove("lobby");
      sink.entered(DeliveryFixture.state("removed"));
      assertThat(sink.finish()).succeedsWithin(Duration.ofSeconds(5));
      assertThat(fixture.spool("a", "lobby")).isDirectory();

      fixture.far.isAway = false;
      await().until(() -> fixture.far.log.size() >= 3);
      await().until(() -> !fixture.spool("a", "lobby").toFile().exists());

      assertThat(fixture.far.bodies("\"state\":\"removed\"")).hasSize(1);
      assertThat(fixture.far.messages).hasSize(2);
      assertThat(fixture.far.log.get(1)).isEqualTo(fixture.far.messages.get(1).id());
      assertThat(fixture.far.log.get(2)).isEqualTo("removed lobby");
      assertThat(fixture.far.known).isEmpty();
    }
  }

  @Test
  void streamThatEndsWithTheService_isNotRemoved() {
    DeliveryFixture fixture = new DeliveryFixture(folder);
    fixture.streams.add("lobby");
    RemoteSinkConfig config = fixture.sink("a", "");
    try (Deliveries deliveries = fixture.deliveries()) {
      StreamSink sink = DeliveryFixture.open(deliveries, config, "lobby");
      sink.entered(DeliveryFixture.state("running"));
      assertThat(sink.finish()).succeedsWithin(Duration.ofSeconds(5));
      await().until(() -> fixture.far.messages.size() == 1);
    }
    assertThat(fixture.spool("a", "lobby")).isDirectory();
    assertThat(fixture.far.log).hasSize(1);
  }

  @Test
  void whatIsLeftOfAStreamThatIsGone_isDelivered_andThenDeleted() {
    DeliveryFixture fixture = new DeliveryFixture(folder);
    fixture.streams.addAll(List.of("lobby", "yard"));
    fixture.far.isAway = true;
    RemoteSinkConfig config = fixture.sink("a", "");
    try (Deliveries first = fixture.deliveries()) {
      for (String stream : fixture.streams) {
        StreamSink sink = DeliveryFixture.open(first, config, stream);
        sink.entered(DeliveryFixture.state("running"));
        await().until(() -> sink.health().backlog().messages() == 1);
        assertThat(sink.finish()).succeedsWithin(Duration.ofSeconds(5));
      }
    }
    fixture.far.isAway = false;
    fixture.streams.remove("lobby");
    try (Deliveries second = fixture.deliveries()) {
      second.configure(List.of(config));

      await().until(() -> !fixture.spool("a", "lobby").toFile().exists());

      assertThat(fixture.far.bodies("\"stream\":\"lobby\"")).hasSize(1);
      assertThat(fixture.far.log.getLast()).isEqualTo("removed lobby");
      assertThat(fixture.spool("a", "yard")).isDirectory();
    }
  }

  @Test
  void streamThatComesBack_keepsItsSpool() {
    DeliveryFixture fixture = new DeliveryFixture(folder);
    fixture.far.isAway = true;
    RemoteSinkConfig config = fixture.sink("a", "");
    try (Deliveries deliveries = fixture.deliveries()) {
      StreamSink before = DeliveryFixture.open(deliveries, config, "lobby");
      before.entered(DeliveryFixture.state("removed"));
      assertThat(before.finish()).succeedsWithin(Duration.ofSeconds(5));
      fixture.streams.add("lobby");
      StreamSink after = DeliveryFixture.open(deliveries, config, "lobby");
      after.entered(DeliveryFixture.state("starting"));
      fixture.far.isAway = false;

      await().until(() -> after.health().written() == 2);

      assertThat(fixture.far.log).hasSize(2).doesNotContain("removed lobby");
      assertThat(fixture.spool("a", "lobby")).isDirectory();
    }
  }
}
