package sluice.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import sluice.core.DropCause;

class HistoryTest {
  private static final long STEP = History.STEP.toNanos();

  private final History history = new History();

  @Test
  void historySample_coversItsInterval() {
    for (int i = 1; i <= 100; i++) {
      history.frameRead();
      history.frameFinished(TimeUnit.MILLISECONDS.toNanos(i));
    }
    history.frameDropped(DropCause.OVERLOAD);
    history.endStep(Instant.EPOCH, STEP);
    history.endStep(Instant.EPOCH.plus(History.STEP), STEP);

    History.Sample first = history.samples().getFirst();
    assertThat(first.fpsIn()).isEqualTo(10);
    assertThat(first.fpsInferred()).isEqualTo(10);
    assertThat(first.drops())
        .containsEntry(DropCause.OVERLOAD, 1L)
        .containsEntry(DropCause.RATE, 0L);
    assertThat(first.latencyMs().p50()).isEqualTo(50);
    assertThat(first.latencyMs().p99()).isEqualTo(99);
    History.Sample second = history.samples().getLast();
    assertThat(second.fpsIn()).isZero();
    assertThat(second.latencyMs().p99()).isZero();
    assertThat(second.drops()).containsEntry(DropCause.OVERLOAD, 0L);
  }

  @Test
  void streamThatNeverRan_hasNoSamples() {
    history.endStep(Instant.EPOCH, STEP);
    assertThat(history.samples()).isEmpty();
  }

  @Test
  void history_keepsOneHour() {
    history.frameRead();
    for (int i = 0; i < 400; i++) {
      history.endStep(Instant.ofEpochSecond(i), STEP);
    }
    assertThat(history.samples()).hasSize(360);
    assertThat(history.samples().getFirst().at()).isEqualTo(Instant.ofEpochSecond(40));
  }
}
