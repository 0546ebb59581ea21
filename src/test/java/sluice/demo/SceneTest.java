package sluice.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import sluice.core.Box;

class SceneTest {

  @ParameterizedTest(name = "{0}x{1}")
  @CsvSource({"640, 360", "480, 360", "360, 640", "1920, 1080"})
  void wholePeople_areTallEnoughForTheBuiltInDetector(int width, int height) {
    Scene scene = new Scene(SceneSettings.builder().size(width, height).build());
    double atInput = 288.0 / Math.min(width, height);
    assertThat(people(scene).filter(ScenePerson::whole))
        .hasSizeGreaterThan(100)
        .allSatisfy(
            person -> assertThat(person.box().height() * height * atInput).isBetween(184.0, 210.0));
  }

  @ParameterizedTest
  @EnumSource(Gathering.class)
  void truth_isPossible(Gathering gathering) {
    Scene scene = new Scene(SceneSettings.builder().gathering(gathering).fps(5).build());
    assertThat(people(scene))
        .allSatisfy(
            person -> {
              assertThat(person.box()).isEqualTo(person.box().clamp());
              assertThat(person.box().width()).isPositive();
              assertThat(person.visible()).isBetween(0.0, 1.0);
              assertThat(person.truncated()).isBetween(0.0, 1.0);
              assertThat(person.visible() + person.truncated()).isLessThan(1 + 1e-9);
            });
  }

  @Test
  void sameSettings_giveTheSameScene() {
    SceneSettings settings = SceneSettings.builder().seed(7).build();
    assertThat(everyTenth(new Scene(settings))).isEqualTo(everyTenth(new Scene(settings)));
    assertThat(everyTenth(new Scene(settings)))
        .isNotEqualTo(everyTenth(new Scene(SceneSettings.builder().seed(8).build())));
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 3, 5, 12})
  void crossings_hideOneBehindAnother(int people) {
    Scene scene = new Scene(SceneSettings.builder().people(people).build());
    assertThat(people(scene))
        .anySatisfy(
            person -> {
              assertThat(person.whole()).isTrue();
              assertThat(person.visible()).isLessThan(0.6);
            });
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3, 12})
  void people_neverOverlap_withoutCrossings(int people) {
    Scene scene =
        new Scene(
            SceneSettings.builder()
                .people(people)
                .crossings(false)
                .length(Duration.ofSeconds(30))
                .fps(10)
                .build());
    for (int frame = 0; frame < scene.settings().frames(); frame++) {
      List<ScenePerson> there = scene.people(frame);
      for (int i = 0; i < there.size(); i++) {
        for (ScenePerson other : there.subList(i + 1, there.size())) {
          assertThat(overlap(there.get(i).box(), other.box())).isFalse();
        }
      }
    }
  }

  @Test
  void emptyScene_hasNoPeople() {
    assertThat(people(new Scene(SceneSettings.builder().gathering(Gathering.EMPTY).build())))
        .isEmpty();
  }

  @Test
  void crowd_isPresentInEveryFrame() {
    Scene scene =
        new Scene(SceneSettings.builder().gathering(Gathering.CROWD).people(10).fps(5).build());
    assertThat(frames(scene)).allSatisfy(people -> assertThat(people).hasSizeGreaterThan(6));
  }

  @Test
  void everyPerson_appears_andSceneIsNotEmptyAtStart() {
    Scene scene = new Scene(SceneSettings.builder().people(5).fps(10).build());
    Set<Integer> seen = new TreeSet<>();
    people(scene).forEach(person -> seen.add(person.id()));
    assertThat(seen).containsExactly(1, 2, 3, 4, 5);
    assertThat(scene.people(0)).isNotEmpty();
  }

  @ParameterizedTest
  @EnumSource(
      value = Gathering.class,
      names = {"WALKERS", "CROWD"})
  void people_moveWithoutJumps(Gathering gathering) {
    Scene scene =
        new Scene(
            SceneSettings.builder()
                .gathering(gathering)
                .people(6)
                .figures(0.3, 0.7)
                .length(Duration.ofSeconds(40))
                .fps(10)
                .build());
    Map<Integer, Stance> before = new HashMap<>();
    for (int frame = 0; frame < scene.settings().frames(); frame++) {
      Map<Integer, Stance> now = new HashMap<>();
      scene.figures(frame).forEach(figure -> now.put(figure.id(), figure.stance()));
      now.forEach(
          (id, stance) -> {
            Stance last = before.getOrDefault(id, stance);
            assertThat(stance.ground().x())
                .isCloseTo(last.ground().x(), within(stance.height() * 0.08));
          });
      before.clear();
      before.putAll(now);
    }
  }

  @Test
  void nearerPeople_areDrawnInFrontAndTaller() {
    Scene scene = new Scene(SceneSettings.builder().gathering(Gathering.CROWD).build());
    List<Stance> stances = scene.figures(30).stream().map(Figure::stance).toList();
    assertThat(stances).hasSizeGreaterThan(4);
    for (int i = 1; i < stances.size(); i++) {
      assertThat(stances.get(i).ground().y()).isGreaterThan(stances.get(i - 1).ground().y());
      assertThat(stances.get(i).height()).isGreaterThan(stances.get(i - 1).height());
    }
  }

  private static Stream<List<ScenePerson>> frames(Scene scene) {
    return IntStream.range(0, scene.settings().frames()).mapToObj(scene::people);
  }

  private static Stream<ScenePerson> people(Scene scene) {
    return frames(scene).flatMap(List::stream);
  }

  private static List<List<ScenePerson>> everyTenth(Scene scene) {
    return IntStream.range(0, scene.settings().frames() / 10)
        .mapToObj(i -> scene.people(10 * i))
        .toList();
  }

  private static boolean overlap(Box a, Box b) {
    return a.xMin() < b.xMax() && b.xMin() < a.xMax() && a.yMin() < b.yMax() && b.yMin() < a.yMax();
  }
}
