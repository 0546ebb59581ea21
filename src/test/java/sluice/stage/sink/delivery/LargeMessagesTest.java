package sluice.stage.sink.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import sluice.core.message.StateChange;
import sluice.stage.sink.LossCause;
import sluice.stage.sink.StreamSink;

/** Messages that are large: what a batch has of them, and those that no spool has room for. */
@Timeout(30)
class LargeMessagesTest {
  private static final int MIB = 1 << 20;

  @TempDir Path folder;

  private static StateChange state(int bytes) {
    return new StateChange("running", "x".repeat(bytes), Instant.now());
  }

  @Test
  void batchOfManyStreams_hasNoMoreBytesThanOneOfOneStream() {
    DeliveryFixture fixture = new DeliveryFixture(folder);
    fixture.far.isAway = true;
    try (Deliveries deliveries = fixture.deliveries()) {
      List<StreamSink> sinks = new ArrayList<>();
      for (int i = 0; i < 8; i++) {
        StreamSink sink = DeliveryFixture.open(deliveries, fixture.sink("a", ""), "stream-" + i);
        sink.entered(state(MIB));
        sinks.add(sink);
      }
      await().until(() -> sinks.stream().allMatch(sink -> sink.health().backlog().messages() == 1));
      fixture.far.isAway = false;
      await().until(() -> sinks.stream().allMatch(sink -> sink.health().written() == 1));

      assertThat(fixture.far.batches).allSatisfy(size -> assertThat(size).isLessThanOrEqualTo(4));
    }
  }

  @Test
  void messageThatIsMoreThanMayWait_isLostAlone() {
    DeliveryFixture fixture = new DeliveryFixture(folder);
    try (Deliveries deliveries = fixture.deliveries()) {
      StreamSink sink =
          DeliveryFixture.open(deliveries, fixture.sink("a", "spool.max-size = 1MiB"), "lobby");
      sink.entered(state(2 * MIB));
      sink.entered(state(10));
      await().until(() -> sink.health().written() == 1);

      assertThat(sink.health().losses()).containsEntry(LossCause.FAILED, 1L);
      assertThat(sink.health().healthy()).isTrue();
    }
  }
}
