package sluice.app.detect;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import sluice.config.settings.ModelConfig;
import sluice.core.Playback;
import sluice.core.TileSettings;
import sluice.core.scene.MotionSettings;
import sluice.core.scene.SceneSettings;
import sluice.core.source.TlsTrust;
import sluice.testing.TestModel;

class JobStreamsTest {

  @Test
  void inputNames_becomeUniqueStreamIds() {
    assertThat(
            JobStreams.ids(
                List.of("people", "front door", "front.door", "-", "日本", "x".repeat(99))))
        .containsExactly(
            "people", "front-door", "front-door-2", "input", "input-2", "x".repeat(56));
  }

  /** Its page calls a picture old by that rate while nothing moves. */
  @Test
  void gateOfMotion_isShownWithItsIdleRate_whereItWorks() {
    assertThat(shown(MotionSettings.ON.withIdleFps(0.5)))
        .containsEntry("motion", Map.of("enabled", true, "idle-fps", 0.5));
    assertThat(shown(MotionSettings.OFF)).doesNotContainKey("motion");
  }

  private static Map<String, Object> shown(MotionSettings motion) {
    DetectSettings.Input input =
        new DetectSettings.Input("a.mp4", "a", Optional.empty(), Optional.empty());
    return JobStreams.shown(
        new DetectSettings(
            List.of(input),
            TestModel.unnamed().hint(ModelConfig.Hint.NONE).of(Path.of("m")),
            Playback.builder().build(),
            TlsTrust.SYSTEM,
            TileSettings.NONE,
            SceneSettings.NONE.withMotion(motion),
            List.of(),
            Optional.empty(),
            false,
            DetectSettings.Sinks.NONE,
            false),
        input);
  }
}
