package sluice.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import sluice.core.ErrorCode;
import sluice.core.SluiceException;

class SceneSettingsTest {

  @Test
  void builder_hasDefaults() {
    assertThat(SceneSettings.builder().build())
        .isEqualTo(
            new SceneSettings(
                Gathering.WALKERS, 3, 1, 640, 360, 25, Duration.ofSeconds(10), true, 0.65, 0.695));
  }

  @Test
  void crowd_hasMostPeople_byDefault() {
    SceneSettings.Builder crowd = SceneSettings.builder().gathering(Gathering.CROWD);
    assertThat(crowd.build().people()).isEqualTo(12);
    assertThat(crowd.people(7).build().people()).isEqualTo(7);
  }

  static Stream<Arguments> outOfRange() {
    return Stream.of(
        bad(b -> b.people(0), "people: 0 (expected: 1 to 12)"),
        bad(b -> b.people(13), "people: 13 (expected: 1 to 12)"),
        bad(b -> b.size(62, 360), "size: 62x360 (expected: even sides of 64 to 4096)"),
        bad(b -> b.size(640, 361), "size: 640x361 (expected: even sides of 64 to 4096)"),
        bad(b -> b.size(640, 4098), "size: 640x4098 (expected: even sides of 64 to 4096)"),
        bad(b -> b.fps(0), "fps: 0 (expected: 1 to 60)"),
        bad(b -> b.fps(61), "fps: 61 (expected: 1 to 60)"),
        bad(b -> b.length(Duration.ofMillis(500)), "seconds: 0.5 (expected: 1 to 600)"),
        bad(b -> b.length(Duration.ofMinutes(11)), "seconds: 660.0 (expected: 1 to 600)"),
        bad(
            b -> b.figures(0.05, 0.5),
            "least figure: 0.05 (expected: 0.1 to 0.85 of the picture's shorter side)"),
        bad(
            b -> b.figures(Double.NaN, 0.5),
            "least figure: NaN (expected: 0.1 to 0.85 of the picture's shorter side)"),
        bad(
            b -> b.figures(0.5, 0.4),
            "greatest figure: 0.4 (expected: 0.5 to 0.85 of the picture's shorter side)"),
        bad(
            b -> b.figures(0.5, 0.9),
            "greatest figure: 0.9 (expected: 0.5 to 0.85 of the picture's shorter side)"));
  }

  private static Arguments bad(UnaryOperator<SceneSettings.Builder> change, String message) {
    return Arguments.of(change, message);
  }

  @ParameterizedTest(name = "{1}")
  @MethodSource("outOfRange")
  void values_outOfRangeAreRefused(UnaryOperator<SceneSettings.Builder> change, String message) {
    SceneSettings.Builder builder = change.apply(SceneSettings.builder());
    assertThatThrownBy(builder::build)
        .isInstanceOfSatisfying(
            SluiceException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.USAGE))
        .hasMessage(message);
  }

  @Test
  void frames_followFromLengthAndRate() {
    SceneSettings settings =
        SceneSettings.builder().fps(30).length(Duration.ofMillis(1500)).build();
    assertThat(settings.frames()).isEqualTo(45);
    assertThat(settings.timestampNanos(0)).isZero();
    assertThat(settings.timestampNanos(1)).isEqualTo(33_333_333);
  }
}
