package sluice.app.detect;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import sluice.app.model.ModelHandle;
import sluice.catalog.Labels;
import sluice.catalog.hog.HogModel;
import sluice.config.settings.ModelConfig;
import sluice.core.Box;
import sluice.core.Detection;
import sluice.core.Geometry;
import sluice.core.TensorSet;
import sluice.core.model.ModelOverrides;
import sluice.core.model.Resize;
import sluice.stage.inference.InferenceOutcome;
import sluice.stage.inference.InferenceQueue;
import sluice.stage.preprocess.PreprocessSettings;
import sluice.stage.preprocess.Preprocessor;
import sluice.testing.DetectionMatches;
import sluice.testing.GoldenDetections;
import sluice.testing.SharedFiles;
import sluice.testing.TestModel;
import sluice.video.decode.DecodedPicture;
import sluice.video.decode.Decoder;
import sluice.video.demux.DecoderSettings;

/**
 * How well the built-in model finds people in a real video: by the product's own stages, held to
 * what a trained network finds.
 */
class HogQualityIT {
  private static final String VIDEO = "one-by-one-person-detection";
  private static final int EVERY = 10;
  private static final double OVERLAP = 0.4;

  @TempDir Path folder;

  @ParameterizedTest(name = "{0}x{1}")
  @CsvSource({"512, 288", "768, 432"})
  void peopleOfRealVideo_areFound_withRequiredPrecision(int width, int height) {
    GoldenDetections truth =
        GoldenDetections.read(SharedFiles.file("golden/" + VIDEO + ".0202-fp16-f32.jsonl"));
    SortedMap<Long, List<Detection>> found =
        detect(SharedFiles.file("videos/" + VIDEO + ".mp4"), width, height);

    assertThat(found).hasSize(140);
    DetectionMatches guesses = new DetectionMatches(OVERLAP);
    int people = 0;
    for (var frame : found.entrySet()) {
      List<Box> expected = truth.at(frame.getKey(), 0.5).stream().map(Detection::box).toList();
      guesses.judge(expected, frame.getValue());
      people += expected.size();
    }
    assertThat(guesses.averagePrecision(people)).isGreaterThanOrEqualTo(0.8);
    assertThat(guesses.precision(HogModel.THRESHOLD)).isGreaterThanOrEqualTo(0.8);
  }

  /** What the model finds in every tenth frame, also with little confidence. */
  private SortedMap<Long, List<Detection>> detect(Path video, int width, int height) {
    SortedMap<Long, List<Detection>> found = new TreeMap<>();
    ModelConfig settings =
        TestModel.unnamed()
            .overrides(ModelOverrides.NONE.threshold(0.05))
            .hint(ModelConfig.Hint.LATENCY)
            .config();
    Path file = HogModel.write(folder, width, height);
    try (ModelHandle model = ModelHandle.open(settings, file, Labels.none());
        Decoder decoder = Decoder.open(DecoderSettings.file(video), () -> false);
        Preprocessor preprocessor =
            new Preprocessor(model.pool().input(), PreprocessSettings.of(Resize.STRETCH))) {
      InferenceQueue queue = model.pool().join(1, null);
      long number = 0;
      for (DecodedPicture next = decoder.next(); next != null; next = decoder.next(), number++) {
        try (var picture = next.picture();
            TensorSet tensors = queue.lease()) {
          if (number % EVERY == 0) {
            Geometry geometry = preprocessor.prepare(picture, tensors);
            InferenceOutcome outcome = queue.submit(tensors, 0).toCompletableFuture().join();
            assertThat(outcome).isInstanceOf(InferenceOutcome.Inferred.class);
            found.put(number, model.postprocessor().read(tensors, geometry).detections());
          }
        }
      }
      queue.leave();
    }
    return found;
  }
}
