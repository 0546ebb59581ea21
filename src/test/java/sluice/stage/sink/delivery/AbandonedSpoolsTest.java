package sluice.stage.sink.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sluice.config.sink.RemoteSinkConfig;
import sluice.stage.sink.StreamSink;

/** What becomes of the spools of sinks that are gone from the configuration. */
class AbandonedSpoolsTest {
  private static final Duration DAY = Duration.ofDays(1);

  @TempDir Path folder;
  private Path spools;
  private Instant now = Instant.parse("2026-11-29T10:00:00Z");
  private AbandonedSpools abandoned;

  @BeforeEach
  void spools() throws IOException {
    spools = Files.createDirectories(folder.resolve("spool"));
    for (String sink : List.of("gone", "stays")) {
      Path stream = Files.createDirectories(spools.resolve(sink).resolve("lobby"));
      Files.writeString(stream.resolve("position"), "x");
    }
    abandoned = new AbandonedSpools(spools, () -> now, Duration.ofDays(7));
  }

  private void after(Duration time) {
    now = now.plus(time);
    abandoned.clean();
  }

  @Test
  void folderOfASinkThatIsGone_isKeptForItsAge_thenDeleted() {
    abandoned.configure(Map.of("gone", DAY, "stays", DAY));
    after(DAY.multipliedBy(30));
    abandoned.configure(Map.of("stays", DAY));
    after(Duration.ZERO);
    after(DAY.minusSeconds(1));
    assertThat(spools.resolve("gone/lobby/position")).exists();

    after(Duration.ofSeconds(2));

    assertThat(spools.resolve("gone")).doesNotExist();
    assertThat(spools.resolve("stays/lobby/position")).exists();
  }

  @Test
  void folderOfASinkThatWasGoneBefore_isKeptForTheStandardAge_alsoOverARestart() {
    abandoned.configure(Map.of("stays", DAY));
    after(Duration.ZERO);
    after(DAY.multipliedBy(6));
    abandoned = new AbandonedSpools(spools, () -> now, Duration.ofDays(7));
    abandoned.configure(Map.of());
    after(Duration.ofHours(23));
    assertThat(spools.resolve("gone")).exists();

    after(Duration.ofHours(2));

    assertThat(spools.resolve("gone")).doesNotExist();
    assertThat(spools.resolve("stays")).exists();
  }

  @Test
  void sinkThatComesBack_isKept_andItsTimeBeginsAnew() {
    abandoned.configure(Map.of("stays", DAY));
    after(Duration.ZERO);
    after(DAY.multipliedBy(6));
    abandoned.configure(Map.of("stays", DAY, "gone", DAY.multipliedBy(2)));
    after(DAY.multipliedBy(6));
    abandoned.configure(Map.of("stays", DAY));
    after(Duration.ZERO);
    after(DAY);

    assertThat(spools.resolve("gone/lobby/position")).exists();
  }

  @Test
  void nothingIsTouched_beforeTheSinksAreKnown() {
    abandoned.clean();

    assertThat(spools.resolve("gone").resolve(AbandonedSpools.MARK)).doesNotExist();
  }

  @Test
  void linksAreNotFollowed() throws IOException {
    Path elsewhere = Files.createDirectories(folder.resolve("elsewhere"));
    Path kept = Files.writeString(elsewhere.resolve("kept"), "x");
    Files.createSymbolicLink(spools.resolve("gone").resolve("link"), elsewhere);
    abandoned.configure(Map.of());
    after(Duration.ZERO);

    after(DAY.multipliedBy(8));

    assertThat(spools.resolve("gone")).doesNotExist();
    assertThat(kept).exists();
  }

  @Test
  void sinkThatComesBackInTime_deliversWhatWaited() {
    DeliveryFixture fixture = new DeliveryFixture(folder);
    fixture.streams.add("lobby");
    fixture.far.isAway = true;
    RemoteSinkConfig config = fixture.sink("a", "");
    try (Deliveries deliveries = fixture.deliveries()) {
      deliveries.configure(List.of(config));
      StreamSink sink = DeliveryFixture.open(deliveries, config, "lobby");
      sink.entered(DeliveryFixture.state("running"));
      await().until(() -> sink.health().backlog().messages() == 1);
      assertThat(sink.finish()).succeedsWithin(Duration.ofSeconds(5));
      deliveries.configure(List.of());
      fixture.far.isAway = false;

      deliveries.configure(List.of(config));

      await().until(() -> fixture.far.messages.size() == 1);
    }
  }
}
