package sluice.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import sluice.core.Point;
import sluice.core.SluiceException;
import sluice.core.scene.ClassifySettings;
import sluice.core.scene.LineSettings;
import sluice.core.scene.SceneSettings;
import sluice.core.scene.ZoneSettings;

class SceneTextTest {

  @Test
  void withoutFlags_nothingIsFollowed() {
    assertThat(SceneText.read(false, List.of(), List.of(), List.of()))
        .isEqualTo(SceneSettings.NONE);
  }

  @Test
  void linesAndZones_areAtTheirDefaults_inTheOrderGiven() {
    SceneSettings scene =
        SceneText.read(
            false,
            List.of("gate=0.75,0.2:0.75,1", "door=0,0:1,1"),
            List.of("shop=0.1,0.5:0.9,0.5:0.5,1"),
            List.of());

    assertThat(scene.lines())
        .containsExactly(
            Map.entry("gate", LineSettings.of("gate", new Point(0.75f, 0.2f), new Point(0.75f, 1))),
            Map.entry("door", LineSettings.of("door", new Point(0, 0), new Point(1, 1))));
    assertThat(scene.zones())
        .containsValue(
            ZoneSettings.of(
                "shop", List.of(new Point(0.1f, 0.5f), new Point(0.9f, 0.5f), new Point(0.5f, 1))));
    assertThat(scene.track()).isEmpty();
    assertThat(scene.isTracked()).isTrue();
  }

  @Test
  void secondModels_followWithoutLines() {
    SceneSettings scene =
        SceneText.read(false, List.of(), List.of(), List.of("colors=car, bus", "a/b=c.xml"));

    assertThat(scene.isTracked()).isTrue();
    assertThat(scene.objects().classify())
        .containsExactly(
            ClassifySettings.of("colors", List.of("car", "bus")),
            ClassifySettings.of("a/b", List.of("c.xml")));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "=car", "colors=", "colors=car,,bus"})
  void secondModelWithoutNameOrLabel_isRefused(String text) {
    assertThatThrownBy(() -> SceneText.read(false, List.of(), List.of(), List.of(text)))
        .hasMessageStartingWith("--classify: ");
  }

  @Test
  void secondModelGivenTwice_isRefused() {
    assertThatThrownBy(() -> SceneText.read(false, List.of(), List.of(), List.of("a", "a=b")))
        .hasMessageContaining("a given twice");
  }

  @Test
  void track_followsWithoutLines() {
    SceneSettings scene = SceneText.read(true, List.of(), List.of(), List.of());

    assertThat(scene.track()).isEqualTo(Optional.of(true));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "g=0.5,1.5:1,1 | --line: g.from[1]: 1.5 (expected: a number from 0 to 1)",
        "g=0.5,x:1,1 | --line: g.from[1]: x (expected: a number from 0 to 1)",
        "g=0,0:0,0 | --line: g.to: […] (expected: another point than from)",
        "a b=0,0:1,1 | --line: \"a b\": this name (expected: 1 to 64 letters, digits, underscores",
        "g=0.5,1 | --line: g=0.5,1 (expected: NAME=x,y:x,y in fractions",
        "g=0.5,1:1 | --line: g=0.5,1:1 (expected: NAME=x,y:x,y in fractions",
        "g=0,0:1,1:1,0 | --line: g=0,0:1,1:1,0 (expected: NAME=x,y:x,y in fractions",
        "0,0:1,1 | --line: 0,0:1,1 (expected: NAME=x,y:x,y in fractions",
      })
  void aLineThatCannotBeUsed_isRefused_withWhatAndWhere(String line, String message) {
    assertThatThrownBy(() -> SceneText.read(false, List.of(line), List.of(), List.of()))
        .isInstanceOf(SluiceException.class)
        .hasMessageStartingWith(message);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "z=0,0:1,0:1,7 | --zone: z.points[2][1]: 7 (expected: a number from 0 to 1)",
        "z=0,0:1,1 | --zone: z.points: 2 points (expected: 3 to 64 points of a polygon",
        "z=0,0:0.5,0.5:1,1 | --zone: z.points: points on one line (expected: a polygon that has",
        "z= | --zone: z= (expected: NAME=x,y:x,y:x,y with three points or more",
      })
  void aZoneThatCannotBeUsed_isRefused_withWhatAndWhere(String zone, String message) {
    assertThatThrownBy(() -> SceneText.read(false, List.of(), List.of(zone), List.of()))
        .isInstanceOf(SluiceException.class)
        .hasMessageStartingWith(message);
  }

  @Test
  void aNameGivenTwice_andTooManyLines_areRefused() {
    assertThatThrownBy(
            () -> SceneText.read(false, List.of("a=0,0:1,1", "a=0,0:1,0"), List.of(), List.of()))
        .hasMessage("--line: a twice (expected: each name once)");
    List<String> many =
        IntStream.rangeClosed(0, SceneGroup.MOST).mapToObj(i -> "l" + i + "=0,0:1,1").toList();
    assertThatThrownBy(() -> SceneText.read(false, many, List.of(), List.of()))
        .hasMessage("--line: 65 lines (expected: at most 64)");
  }
}
