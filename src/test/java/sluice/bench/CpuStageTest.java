package sluice.bench;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CpuStageTest {

  @ParameterizedTest
  @CsvSource({
    "decoder-camera-, DECODING",
    "sluice-sluice.s, STREAMS",
    "sluice-models-1, INFERENCE",
    "openvino-comple, INFERENCE",
    "sink-results, SINKS",
    "sluice-sinks, SINKS",
    "sluice-spool, SINKS",
    "sluice-writers-, SINKS",
    "GC Thread#0, JVM",
    "G1 Main Marker, JVM",
    "C2 CompilerThre, JVM",
    "VM Thread, JVM",
    "sluice-pekko.ac, REST",
    "main, REST",
    "'', REST",
  })
  void threads_areOfTheStageThatTheirNameSays(String thread, CpuStage stage) {
    assertThat(CpuStage.of(thread)).isEqualTo(stage);
  }

  @Test
  void whatIsUsed_isThatOfAllStagesTogether() {
    CpuUse.Since since = CpuUse.begin();
    long end = System.nanoTime() + 20_000_000;
    while (System.nanoTime() < end) {
      Thread.onSpinWait();
    }

    CpuUse used = since.end();

    assertThat(used.seconds()).isPositive();
    double stages = used.stages().values().stream().mapToDouble(each -> each).sum();
    assertThat(stages).isGreaterThanOrEqualTo(used.seconds());
    assertThat(used.stages()).containsOnlyKeys(CpuStage.values());
  }
}
