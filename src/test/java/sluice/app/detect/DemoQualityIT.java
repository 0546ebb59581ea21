package sluice.app.detect;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import sluice.app.model.ModelSource;
import sluice.catalog.hog.BrokenHog;
import sluice.catalog.hog.HogModel;
import sluice.core.Box;
import sluice.core.PixelSize;
import sluice.demo.DemoLocation;
import sluice.demo.Scene;
import sluice.demo.ScenePerson;
import sluice.testing.DetectionMatches;
import sluice.testing.GoldenDetections;
import sluice.testing.TestJob;

/** The main job with nothing to download: the built-in model finds the people of the demo clip. */
class DemoQualityIT {
  private static final double OVERLAP = 0.4;
  private static final double LEAST_PRECISION = 0.95;

  @TempDir Path folder;

  /**
   * How well people were found.
   *
   * @param recall of those whom the picture's edge doesn't cut
   * @param precision of all detections
   */
  private record Quality(double recall, double precision) {}

  @ParameterizedTest(name = "{0} at {1}x{2}")
  @CsvSource({
    "demo:, 512, 288, 0.93",
    "demo:, 768, 432, 0.93",
    "demo:size=480x360, 384, 288, 0.9",
    "demo:size=360x640, 288, 512, 0.9",
  })
  void demoPeople_areFound_withRequiredRecallAndPrecision(
      String demo, int width, int height, double leastRecall) {
    Quality quality = quality(demo, builtIn(Optional.of(new PixelSize(width, height))));

    assertThat(quality.recall()).isGreaterThanOrEqualTo(leastRecall);
    assertThat(quality.precision()).isGreaterThanOrEqualTo(LEAST_PRECISION);
    assertThat(leastHeight(demo, height)).isGreaterThanOrEqualTo(184);
  }

  @ParameterizedTest
  @EnumSource
  void brokenModel_failsTheQualityCheck(BrokenHog broken) {
    Quality quality =
        quality("demo:seconds=4", new ModelSource.File(broken.write(folder, 512, 288)));

    assertThat(quality)
        .matches(q -> q.recall() < 0.9 || q.precision() < LEAST_PRECISION, "is not good enough");
  }

  /** Nobody is found where nobody is. */
  @ParameterizedTest
  @CsvSource({"512, 288", "768, 432"})
  void emptyScene_yieldsNoDetections(int width, int height) {
    Path lines = folder.resolve("lines.jsonl");
    new TestJob(builtIn(Optional.of(new PixelSize(width, height))))
        .usualPrecision()
        .input("demo:empty,seconds=1", lines)
        .runOne();

    assertThat(GoldenDetections.read(lines).byFrame())
        .hasSize(25)
        .allSatisfy(
            (frame, found) ->
                assertThat(found)
                    .allMatch(detection -> detection.confidence() < HogModel.THRESHOLD));
  }

  @Test
  void inputsOfOtherShapes_getModelsOfTheirOwn() {
    DetectSummary summary =
        new TestJob(builtIn(Optional.empty()))
            .input("demo:seconds=1", folder.resolve("wide.jsonl"))
            .input("demo:seconds=1,size=360x640", folder.resolve("tall.jsonl"))
            .input("demo:seconds=1,size=320x180", folder.resolve("small.jsonl"))
            .run();

    assertThat(summary.inputs()).allMatch(input -> input.failure().isEmpty());
    assertThat(summary.inference().orElseThrow().models())
        .containsExactly("person-detection-hog 512x288", "person-detection-hog 288x512");
    assertThat(summary.inference().orElseThrow().inferences()).isEqualTo(75);
  }

  private static ModelSource builtIn(Optional<PixelSize> inputSize) {
    return new ModelSource.BuiltIn(inputSize);
  }

  private Quality quality(String demo, ModelSource model) {
    Path lines = folder.resolve("lines.jsonl");
    new TestJob(model).usualPrecision().input(demo, lines).runOne();
    GoldenDetections found = GoldenDetections.read(lines);
    Scene scene = new Scene(DemoLocation.parse(demo));
    DetectionMatches guesses = new DetectionMatches(OVERLAP);
    int whole = 0;
    int foundWhole = 0;
    for (int frame = 0; frame < scene.settings().frames(); frame++) {
      List<ScenePerson> people = scene.people(frame);
      List<Box> boxes = people.stream().map(ScenePerson::box).toList();
      Set<Integer> hits = guesses.judge(boxes, found.at(frame, HogModel.THRESHOLD));
      for (int person = 0; person < people.size(); person++) {
        if (people.get(person).whole()) {
          whole++;
          foundWhole += hits.contains(person) ? 1 : 0;
        }
      }
    }
    return new Quality((double) foundWhole / whole, guesses.precision(HogModel.THRESHOLD));
  }

  /** The least height of anybody whom the edge doesn't cut, in pixels of the model's input. */
  private static double leastHeight(String demo, int inputHeight) {
    Scene scene = new Scene(DemoLocation.parse(demo));
    double least = Double.MAX_VALUE;
    for (int frame = 0; frame < scene.settings().frames(); frame++) {
      for (ScenePerson person : scene.people(frame)) {
        Box box = person.box();
        least = person.whole() ? Math.min(least, (box.yMax() - box.yMin()) * inputHeight) : least;
      }
    }
    return least;
  }
}
