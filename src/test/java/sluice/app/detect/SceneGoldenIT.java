package sluice.app.detect;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import sluice.app.detect.SceneSummary.LineSummary;
import sluice.app.model.ModelPaths;
import sluice.app.model.ModelResolver;
import sluice.app.model.ResolvedModel;
import sluice.core.DropCause;
import sluice.core.Point;
import sluice.core.scene.LineSettings;
import sluice.core.scene.MotionSettings;
import sluice.core.scene.SceneSettings;
import sluice.testing.SharedFiles;
import sluice.testing.TestJob;

/** Who crosses a line in a real video, by a real model. */
@Timeout(300)
class SceneGoldenIT {
  private static final String NAME = "person-detection-0202";
  private static final LineSettings GATE =
      LineSettings.of("gate", new Point(0.75f, 0.2f), new Point(0.75f, 1));

  @Test
  void withTheGateOfMotion_theSameSixAreFound_inFewerFrames() {
    SceneSettings scene = SceneSettings.of(List.of(GATE), List.of());

    DetectSummary.Input input = job(scene.withMotion(MotionSettings.ON)).fps(5).runOne();

    assertThat(input.scene())
        .contains(
            new SceneSummary(
                Map.of("person", 6L), Map.of("gate", new LineSummary(6, 0)), Map.of()));
    assertThat(input.metrics().dropped().get(DropCause.GATED)).isGreaterThan(170);
  }

  private static TestJob job(SceneSettings scene) {
    Path files = SharedFiles.file("models/" + NAME + "/FP16-INT8").getParent().getParent();
    ModelPaths places = new ModelPaths(Path.of("models"), Optional.empty(), files);
    ResolvedModel model = new ModelResolver(() -> places).resolve(NAME, Optional.of("FP16-INT8"));
    return new TestJob(model.source())
        .usualPrecision()
        .overrides(model.overrides())
        .scene(scene)
        .input(SharedFiles.file("videos/one-by-one-person-detection.mp4"));
  }

  @Test
  void sixPeopleOfARealVideo_areSixObjects_andCrossTheGateInwards() {
    DetectSummary.Input input = job(SceneSettings.of(List.of(GATE), List.of())).runOne();

    assertThat(input.scene())
        .contains(
            new SceneSummary(
                Map.of("person", 6L), Map.of("gate", new LineSummary(6, 0)), Map.of()));
  }
}
