package sluice.telemetry.tracing;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.Test;
import sluice.core.Frame;
import sluice.core.LatencyStage;
import sluice.core.TraceContext;
import sluice.telemetry.tracing.FrameRecord.Reason;
import sluice.telemetry.tracing.FrameRecord.StreamFacts;
import sluice.telemetry.tracing.FrameStages.Stage;

class FrameStagesTest {
  private static final long HOUR = 3_600_000_000_000L;

  @Test
  void stages_neverLeaveTheFrame_norGoBack_whateverWasMeasured() {
    try (Frame frame = new Frames().prepared()) {
      frame.timings().set(LatencyStage.REQUEST_WAIT, HOUR);
      frame.timings().set(LatencyStage.INFERENCE, 5);
      frame.timings().set(LatencyStage.POSTPROCESS, 2 * HOUR);
      frame.timings().set(LatencyStage.END_TO_END, 9);
      FrameRecord record =
          FrameRecord.of(
              frame,
              TraceContext.random(),
              Reason.RATE,
              new StreamFacts("yard", "people", "CPU", true, "r1"),
              WallClock.now(InstantSource.system()),
              true,
              0,
              "",
              System.nanoTime());

      List<Stage> stages = FrameStages.of(record);
      assertThat(stages).hasSize(record.spans() - 1);
      long reached = FrameStages.begin(record);
      for (Stage stage : stages) {
        assertThat(stage.fromNanos()).isEqualTo(reached);
        assertThat(stage.toNanos() - reached).as(stage.name()).isNotNegative();
        reached = stage.toNanos();
      }
      assertThat(reached).isEqualTo(record.endNanos());
    }
  }
}
