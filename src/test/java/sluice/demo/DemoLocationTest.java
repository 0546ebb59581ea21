package sluice.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import sluice.core.ErrorCode;
import sluice.core.SluiceException;

class DemoLocationTest {

  @ParameterizedTest
  @CsvSource({
    "demo:, true",
    "DEMO:people=2, true",
    "demo:nonsense, true",
    "demo, false",
    "demo.mp4, false",
    "demos:, false",
    "'', false"
  })
  void isDemo_goesByTheScheme(String text, boolean expected) {
    assertThat(DemoLocation.isDemo(text)).isEqualTo(expected);
  }

  static Stream<Arguments> names() {
    return Stream.of(
        name("demo:", b -> b),
        name("Demo: ", b -> b),
        name("demo:people=5", b -> b.people(5)),
        name("demo: People = 5 , seed = -2", b -> b.people(5).seed(-2)),
        name("demo:size=1280x720,fps=30", b -> b.size(1280, 720).fps(30)),
        name("demo:seconds=2.5", b -> b.length(Duration.ofMillis(2500))),
        name("demo:crowd", b -> b.gathering(Gathering.CROWD)),
        name("demo:crowd,people=6", b -> b.gathering(Gathering.CROWD).people(6)),
        name("demo:empty,size=360X640", b -> b.gathering(Gathering.EMPTY).size(360, 640)),
        name("demo:crossings", b -> b.crossings(true)),
        name("demo:crossings=no", b -> b.crossings(false)),
        name("demo:crossings=TRUE", b -> b.crossings(true)));
  }

  private static Arguments name(String text, UnaryOperator<SceneSettings.Builder> change) {
    return Arguments.of(text, change.apply(SceneSettings.builder()).build());
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("names")
  void parse_setsOptionsByName(String text, SceneSettings expected) {
    assertThat(DemoLocation.parse(text)).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "demo:peple=5 | demo: there is no option 'peple' (expected: people, crowd, empty,"
            + " crossings, seed, size, fps, seconds; nearest: people)",
        "demo:crossing=no | demo: there is no option 'crossing' (expected: people, crowd, empty,"
            + " crossings, seed, size, fps, seconds; nearest: crossings)",
        "demo:bitrate=5 | demo: there is no option 'bitrate' (expected: people, crowd, empty,"
            + " crossings, seed, size, fps, seconds)",
        "demo:people=5, | demo: there is no option '' (expected: people, crowd, empty, crossings,"
            + " seed, size, fps, seconds)",
        "demo:seed=1,seed=2 | demo: seed comes twice (expected: each option once)",
        "demo:people | people: no value (expected: a whole number, as in people=5)",
        "demo:people=few | people: few (expected: a whole number, as in people=5)",
        "demo:people=-9223372036854775808 | people: -9223372036854775808 (expected: a whole number,"
            + " as in people=5)",
        "demo:people=0 | people: 0 (expected: 1 to 12)",
        "demo:seed=1.5 | seed: 1.5 (expected: a whole number, as in seed=5)",
        "demo:size=640 | size: 640 (expected: WIDTHxHEIGHT in pixels, as in size=640x360)",
        "demo:size=640x361 | size: 640x361 (expected: even sides of 64 to 4096)",
        "demo:seconds=long | seconds: long (expected: a number of seconds, as in seconds=10)",
        "demo:seconds=0 | seconds: 0.0 (expected: 1 to 600)",
        "demo:crossings=maybe | crossings: maybe (expected: yes or no)",
        "demo:crowd=5 | crowd: 5 (expected: the word alone)",
        "demo:empty,crowd | demo: empty and crowd contradict each other (expected: one of them)",
        "demo:people=2,empty | demo: empty and people contradict each other (expected: one of"
            + " them)",
        "camera:0 | camera:0: is no demo (expected: demo:, or demo: and options like people=5)",
      })
  void parse_refusesWhatItCantUse(String text, String message) {
    assertThatThrownBy(() -> DemoLocation.parse(text))
        .isInstanceOfSatisfying(
            SluiceException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.USAGE))
        .hasMessage(message);
  }

  @ParameterizedTest
  @ValueSource(strings = {"demo:a\nb", "demo:people=a\nb", "a\nb"})
  void messages_stayOnOneLine(String text) {
    assertThatThrownBy(() -> DemoLocation.parse(text)).hasMessageNotContaining("\n");
  }
}
