package sluice.stage.sink.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sluice.config.sink.SpoolConfig;
import sluice.core.ErrorCode;
import sluice.core.SluiceException;
import sluice.stage.sink.spool.SpoolLoss;

/** The gate before a spool: open while there is room, and what happens when there is none. */
class SpoolGateTest {
  private static final int SIZE = 1 << 10;
  private static final SpoolConfig CONFIG =
      new SpoolConfig(8 * SIZE, Duration.ofSeconds(1), Duration.ofSeconds(1));
  private static final Duration LONG = Duration.ofHours(1);

  @TempDir Path folder;
  private StreamSpool spool;

  @BeforeEach
  void openSpool() {
    spool = spool(new SpoolOverflow.Wait(LONG));
  }

  @AfterEach
  void closeSpool() {
    spool.close();
  }

  private StreamSpool spool(SpoolOverflow overflow) {
    return new StreamSpool(
        "lobby", folder.resolve("lobby"), overflow.limits(CONFIG), Clock.systemUTC());
  }

  private SpoolGate gate(Duration patience) {
    return new SpoolGate("hub", CONFIG, new SpoolOverflow.Wait(patience), spool);
  }

  /** Appends until the gate shuts; says how many records that took. */
  private int fill(SpoolGate gate) throws IOException {
    int appended = 0;
    while (gate.isOpen() && appended < 100) {
      spool.open().append(new byte[SIZE]);
      appended++;
    }
    return appended;
  }

  @Test
  void gate_isShut_whileWhatWaitsIsAllThatMay_andNothingIsLost() throws IOException {
    SpoolGate gate = gate(LONG);

    assertThat(fill(gate)).isEqualTo(8);
    assertThat(gate.isOpen()).isFalse();
    assertThat(gate.isGivenUp()).isFalse();
    assertThat(spool.waiting()).isEqualTo(8);
    spool.open().acknowledge(spool.open().firstWaiting());
    assertThat(gate.isOpen()).isTrue();
    assertThat(spool.open().status().losses().values()).containsOnly(0L);
  }

  @Test
  void messages_don_tExpire_whereNoneMayBeLost() {
    assertThat(new SpoolOverflow.Wait(LONG).limits(CONFIG).maxAge()).isGreaterThan(LONG);
    assertThat(new SpoolOverflow.DropOldest().limits(CONFIG).maxAge()).isEqualTo(CONFIG.maxAge());
  }

  @Test
  void gateThatIsShutForTooLong_isGivenUp_andOpensForGood() throws IOException {
    SpoolGate gate = gate(Duration.ofMillis(50));
    fill(gate);

    await().until(gate::isOpen);
    assertThat(gate.isGivenUp()).isTrue();
    assertThat(gate.reason().orElseThrow()).startsWith("sink hub: all that may wait for it waits");
    assertThat(gate.givenUp())
        .failsWithin(Duration.ofSeconds(1))
        .withThrowableOfType(ExecutionException.class)
        .havingCause()
        .isInstanceOfSatisfying(
            SluiceException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.OUTPUT));
  }

  @Test
  void abandonedGate_isGivenUp_onlyWhereThereIsNoRoom() throws IOException {
    SpoolGate gate = gate(LONG);

    assertThat(gate.abandon()).isTrue();
    assertThat(gate.isOpen()).isTrue();
    assertThat(gate.isGivenUp()).isFalse();
    fill(gate);
    assertThat(gate.isGivenUp()).isTrue();
  }

  @Test
  void gateOfASpoolThatDropsWhatIsOldest_isNeverShut() throws IOException {
    SpoolOverflow overflow = new SpoolOverflow.DropOldest();
    spool.close();
    spool = spool(overflow);
    SpoolGate gate = new SpoolGate("hub", CONFIG, overflow, spool);

    assertThat(fill(gate)).isEqualTo(100);
    gate.giveUp("for whatever reason");
    assertThat(gate.abandon()).isFalse();
    assertThat(gate.isGivenUp()).isFalse();
    assertThat(spool.open().status().lost(SpoolLoss.SPOOL_FULL)).isPositive();
  }
}
