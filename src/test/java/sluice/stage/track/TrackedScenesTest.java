package sluice.stage.track;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import sluice.testing.MotScene;
import sluice.testing.SharedFiles;

class TrackedScenesTest {

  @ParameterizedTest
  @CsvSource({
    "crossing-30fps, 0.93, 30",
    "crossing-5fps, 0.88, 30",
    "crossing-drops, 0.92, 30",
    "wavy-15fps, 0.85, 24",
    "crowd-100, 0.85, 130",
    "parked-5fps, 0.93, 14",
  })
  void keepsIdentities(String name, double least, int mostIds) throws IOException {
    MotScene scene = scene(name);
    IdentityScore score = IdentityScore.of(scene, TrackedScene.of(scene));
    assertThat(score.f1()).isGreaterThanOrEqualTo(least);
    assertThat(score.ids()).isLessThanOrEqualTo(mostIds);
  }

  @ParameterizedTest
  @CsvSource({"crossing-drops", "crowd-100"})
  void givesTheSameOnEveryRun(String name) throws IOException {
    MotScene scene = scene(name);
    assertThat(TrackedScene.of(scene)).isEqualTo(TrackedScene.of(scene));
  }

  private static MotScene scene(String name) throws IOException {
    Path folder = SharedFiles.file("objects/synthetic/" + name);
    return MotScene.read(folder);
  }
}
