package sluice.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import sluice.catalog.hog.HogModel;
import sluice.core.Detection;
import sluice.core.Geometry;
import sluice.core.TensorSet;
import sluice.stage.inference.InferenceQueue;
import sluice.stage.inference.Outcome;
import sluice.stage.preprocess.PreprocessSettings;
import sluice.stage.preprocess.Preprocessor;
import sluice.stage.preprocess.ResizeMode;
import sluice.video.DecodedPicture;
import sluice.video.Decoder;
import sluice.video.DecoderSettings;

/**
 * How well the built-in model finds people in a real video: by the product's own stages, held to
 * what a trained network finds.
 */
class HogQualityIT {
  private static final String VIDEO = "one-by-one-person-detection";
  private static final int EVERY = 10;
  private static final double OVERLAP = 0.4;

  /** The confidence that the model's manifest asks for. */
  private static final double THRESHOLD = 0.6;

  @TempDir Path folder;

  @ParameterizedTest(name = "{0}x{1}")
  @CsvSource({"512, 288", "768, 432"})
  void peopleOfARealVideoAreFound(int width, int height) {
    GoldenDetections truth =
        GoldenDetections.read(Shared.file("golden/" + VIDEO + ".0202-fp16-f32.jsonl"));
    SortedMap<Long, List<Detection>> found =
        detect(Shared.file("videos/" + VIDEO + ".mp4"), width, height);

    assertThat(found).hasSize(140);
    assertThat(averagePrecision(truth, found)).isGreaterThanOrEqualTo(0.8);
    assertThat(precision(judge(truth, found, THRESHOLD))).isGreaterThanOrEqualTo(0.8);
  }

  /** What the model finds in every tenth frame, also with little confidence. */
  private SortedMap<Long, List<Detection>> detect(Path video, int width, int height) {
    SortedMap<Long, List<Detection>> found = new TreeMap<>();
    ModelSettings settings =
        new ModelSettings(
            HogModel.write(folder, width, height),
            Optional.empty(),
            0.05f,
            ModelSettings.Resize.STRETCH,
            "CPU",
            ModelSettings.Hint.LATENCY,
            OptionalInt.empty(),
            OptionalInt.empty(),
            OptionalInt.empty(),
            ModelSettings.DEFAULT_PREFETCH,
            Map.of());
    try (ModelHandle model = ModelHandle.open(settings);
        Decoder decoder = Decoder.open(DecoderSettings.file(video), () -> false);
        Preprocessor preprocessor =
            new Preprocessor(model.pool().input(), PreprocessSettings.of(ResizeMode.STRETCH))) {
      InferenceQueue queue = model.pool().join(1, null);
      long number = 0;
      for (DecodedPicture next = decoder.next(); next != null; next = decoder.next(), number++) {
        try (var picture = next.picture();
            TensorSet tensors = queue.lease()) {
          if (number % EVERY == 0) {
            Geometry geometry = preprocessor.prepare(picture, tensors);
            Outcome outcome = queue.submit(tensors, 0).toCompletableFuture().join();
            assertThat(outcome).isInstanceOf(Outcome.Inferred.class);
            found.put(number, model.postprocessor().detections(tensors, geometry));
          }
        }
      }
      queue.leave();
    }
    return found;
  }

  private record Guess(double confidence, boolean right) {}

  /**
   * The area under the curve of precision over recall, where precision is the best at that recall
   * or a greater one.
   */
  private static double averagePrecision(
      GoldenDetections truth, SortedMap<Long, List<Detection>> found) {
    List<Guess> guesses = judge(truth, found, 0);
    double area = 0;
    double best = 0;
    for (int count = guesses.size(); count > 0; count--) {
      best = Math.max(best, precision(guesses.subList(0, count)));
      area += guesses.get(count - 1).right() ? best : 0;
    }
    return area / found.keySet().stream().mapToInt(frame -> people(truth, frame).size()).sum();
  }

  private static double precision(List<Guess> guesses) {
    return guesses.stream().mapToInt(guess -> guess.right() ? 1 : 0).average().orElse(0);
  }

  /** All detections with enough confidence, the most confident first. */
  private static List<Guess> judge(
      GoldenDetections truth, SortedMap<Long, List<Detection>> found, double threshold) {
    return found.entrySet().stream()
        .flatMap(frame -> judge(people(truth, frame.getKey()), frame.getValue()).stream())
        .filter(guess -> guess.confidence() >= threshold)
        .sorted(Comparator.comparingDouble(Guess::confidence).reversed())
        .toList();
  }

  private static List<Detection> people(GoldenDetections truth, long frame) {
    return truth.at(frame, 0.5);
  }

  /**
   * Each detection of a frame, the most confident first, takes the person whom it overlaps most and
   * whom no other has taken.
   */
  private static List<Guess> judge(List<Detection> expected, List<Detection> found) {
    Set<Detection> taken = new HashSet<>();
    List<Guess> guesses = new ArrayList<>();
    for (Detection detection : found) {
      ToDoubleFunction<Detection> overlap =
          person -> GoldenComparison.overlap(person.box(), detection.box());
      Optional<Detection> person =
          expected.stream()
              .filter(e -> !taken.contains(e) && overlap.applyAsDouble(e) >= OVERLAP)
              .max(Comparator.comparingDouble(overlap));
      person.ifPresent(taken::add);
      guesses.add(new Guess(detection.confidence(), person.isPresent()));
    }
    return guesses;
  }
}
