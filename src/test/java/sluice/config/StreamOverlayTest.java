package sluice.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import sluice.config.binding.ConfigResult;
import sluice.config.binding.Problem;
import sluice.config.settings.ServiceConfig;
import sluice.config.settings.StreamConfig;
import sluice.core.Delivery;
import sluice.core.scene.SceneSettings;
import sluice.testing.ConfigText;

class StreamOverlayTest {
  @TempDir Path folder;
  private ConfigText conf;
  private ServiceConfig config;

  @BeforeEach
  void readConfiguration() {
    conf =
        ConfigText.of(
                folder,
                """
                sluice.streams.door {
                  source = "rtsp://u:secret@10.0.0.5/1", detect-fps = 2, max-age = 3s
                  lines.in { from = [0, 0], to = [1, 1] }
                }
                """)
            .with("RATE", "7");
    config = conf.fine();
  }

  private StreamConfig door() {
    return config.streams().get("door");
  }

  private ConfigResult<StreamConfig> over(String hocon) {
    return switch (StreamOverlay.parse(conf.surroundings(), hocon)) {
      case ConfigResult.Fine<StreamOverlay>(StreamOverlay overlay) -> overlay.over(door(), config);
      case ConfigResult.Refused<StreamOverlay>(List<Problem> problems) ->
          new ConfigResult.Refused<>(problems);
    };
  }

  private static StreamConfig fine(ConfigResult<StreamConfig> result) {
    assertThat(result).as("%s", result).isInstanceOf(ConfigResult.Fine.class);
    return ((ConfigResult.Fine<StreamConfig>) result).value();
  }

  @Test
  void noSettings_leaveTheStreamAsItIs() {
    assertThat(fine(over(""))).isEqualTo(door());
  }

  @Test
  void settings_areLaidOverThoseOfTheStream() {
    StreamConfig changed =
        fine(over("detect-fps = 4, delivery = every, lines.out { from = [1, 1], to = [0, 0] }"));

    assertThat(changed.detectFps()).hasValue(4);
    assertThat(changed.delivery()).contains(Delivery.EVERY);
    assertThat(changed.maxAge()).isEqualTo(Duration.ofSeconds(3));
    assertThat(changed.scene().lines()).containsOnlyKeys("in", "out");
    assertThat(changed.source()).isEqualTo(door().source());
  }

  @Test
  void settingsOfMotionAndTiles_areLaidOverAlike() {
    StreamConfig changed = fine(over("motion.enabled=true, tiles.grid=2x2"));

    assertThat(changed.scene().motion().enabled()).isTrue();
    assertThat(changed.tiles().grid()).hasToString("2x2");
    assertThat(changed.scene().lines()).isEqualTo(door().scene().lines());
  }

  @Test
  void null_setsASettingBackToItsDefault() {
    assertThat(fine(over("detect-fps = null")).detectFps()).isEqualTo(OptionalDouble.empty());
  }

  @Test
  void variables_areReplaced() {
    assertThat(fine(over("detect-fps = ${RATE}")).detectFps()).hasValue(7);
  }

  @Test
  void valuesGiveAStreamItsIdAndScene() {
    StreamConfig changed =
        fine(
            StreamOverlay.of(conf.surroundings(), Map.of("id", "gate", "track", true))
                .over(door(), config));

    assertThat(changed.id()).isEqualTo("gate");
    assertThat(changed.scene().isTracked()).isTrue();
    assertThat(
            fine(StreamOverlay.of(conf.surroundings(), StreamOverlay.values(door().scene()))
                    .over(door(), config))
                .scene())
        .isEqualTo(door().scene());
    assertThat(
            fine(StreamOverlay.of(conf.surroundings(), Collections.singletonMap("lines", null))
                    .over(door(), config))
                .scene())
        .isEqualTo(SceneSettings.NONE);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "detect-fps = 0 | detect-fps: 0 (expected:",
        "detect_fps = 4 | detect_fps: no such setting (expected:",
        "model = other | model: other (expected: a model of sluice.models:",
        "detect-fps = { | is no HOCON",
        "include required(file(\"nowhere\")) | it includes nowhere, which can't be read (expected:"
            + " settings of a stream in HOCON",
      })
  void whatCannotBeUsed_isRefusedAsInAConfiguration(String hocon, String message) {
    ConfigResult<StreamConfig> result = over(hocon);

    assertThat(result).isInstanceOf(ConfigResult.Refused.class);
    assertThat(((ConfigResult.Refused<StreamConfig>) result).problems().getFirst().text().strip())
        .startsWith(message)
        .doesNotContain("secret");
  }
}
