package sluice.app.detect;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sluice.app.StreamSystem;
import sluice.app.model.ConfiguredModel;
import sluice.app.model.JobModels;
import sluice.app.model.ModelHandle;
import sluice.app.model.SecondModels;
import sluice.catalog.Labels;
import sluice.core.Playback;
import sluice.core.TileSettings;
import sluice.core.model.ChannelOrder;
import sluice.core.model.ModelOverrides;
import sluice.core.model.Resize;
import sluice.core.scene.SceneSettings;
import sluice.core.source.TlsTrust;
import sluice.metrics.RunMetrics;
import sluice.testing.GoldenComparison;
import sluice.testing.GoldenDetections;
import sluice.testing.SharedFiles;
import sluice.testing.TestModel;

/**
 * The whole way of a frame, held to results that another implementation made: real videos, a real
 * model, every frame.
 */
class GoldenIT {
  private static final String VIDEO = "one-by-one-person-detection";

  /**
   * Enough frames to tell a wrong implementation: the person walks in, and some of the fast frames
   * are among them.
   */
  private static final long SHORT = 700;

  private static StreamSystem streams;

  @TempDir static Path folder;

  /** What is found in the whole video, which two tests look at. */
  private static Optional<GoldenDetections> whole = Optional.empty();

  @BeforeAll
  static void start() {
    streams = StreamSystem.start();
  }

  @AfterAll
  static void stop() {
    whole = Optional.empty();
    streams.close();
  }

  @Test
  void fp16Model_findsTheExpectedDetections() {
    holds(fp16(), "fp16-f32");
  }

  @Test
  void int8Model_findsTheExpectedDetections() {
    holds(detect("FP16-INT8", VIDEO, Resize.STRETCH, ChannelOrder.BGR, 0), "int8-f32");
  }

  @Test
  void videoOfCars_yieldsNoFalsePositives() {
    assertThat(looseShortcomings("car-detection")).isEmpty();
  }

  @Test
  void tinyObjectsOfAnotherVideo_areFound() {
    assertThat(looseShortcomings("bottle-detection")).isEmpty();
  }

  @Test
  void swappedColorChannels_failTheGoldenComparison() {
    GoldenDetections ours = detect("FP16", VIDEO, Resize.STRETCH, ChannelOrder.RGB, SHORT);
    GoldenDetections expected = golden(VIDEO, "fp16-f32").before(SHORT);
    GoldenDetections wrong = golden(VIDEO, "fp16-f32.WRONG-rgb").before(SHORT);

    assertThat(GoldenComparison.of(expected, ours).shortcomings()).isNotEmpty();
    assertThat(GoldenComparison.meanOverlap(wrong, ours))
        .isGreaterThan(GoldenComparison.meanOverlap(expected, ours));
  }

  @Test
  void letterboxInsteadOfStretch_failsTheGoldenComparison() {
    GoldenDetections ours = detect("FP16", VIDEO, Resize.LETTERBOX, ChannelOrder.BGR, SHORT);
    GoldenDetections expected = golden(VIDEO, "fp16-f32").before(SHORT);

    assertThat(GoldenComparison.of(expected, ours).shortcomings()).contains("mean overlap");
  }

  @Test
  void resultsShiftedByOneFrame_failTheGoldenComparison() {
    GoldenDetections ours = fp16().before(SHORT);
    GoldenDetections expected = golden(VIDEO, "fp16-f32").before(SHORT);
    List<Long> fast = fastFrames("fp16-f32").stream().filter(frame -> frame < SHORT).toList();

    assertThat(GoldenComparison.of(expected, ours).shortcomings()).isEmpty();
    assertThat(GoldenComparison.overlapInMotion(expected, ours, fast)).isGreaterThanOrEqualTo(0.93);
    assertThat(GoldenComparison.overlapInMotion(expected, ours.shifted(1), fast)).isLessThan(0.93);
  }

  private static GoldenDetections fp16() {
    if (whole.isEmpty()) {
      whole = Optional.of(detect("FP16", VIDEO, Resize.STRETCH, ChannelOrder.BGR, 0));
    }
    return whole.orElseThrow();
  }

  private static void holds(GoldenDetections ours, String weights) {
    GoldenDetections expected = golden(VIDEO, weights);

    assertThat(ours.byFrame()).hasSize(1394);
    GoldenComparison comparison = GoldenComparison.of(expected, ours);
    assertThat(comparison.shortcomings()).as(comparison.toString()).isEmpty();
    assertThat(GoldenComparison.overlapInMotion(expected, ours, fastFrames(weights)))
        .isGreaterThanOrEqualTo(0.93);
    assertThat(comparison.meanOverlap())
        .isGreaterThan(GoldenComparison.meanOverlap(golden(VIDEO, "fp16-f32.WRONG-rgb"), ours));
  }

  private static List<String> looseShortcomings(String video) {
    GoldenDetections ours = detect("FP16", video, Resize.STRETCH, ChannelOrder.BGR, 0);
    return GoldenComparison.of(golden(video, "fp16-f32"), ours).looseShortcomings();
  }

  private static GoldenDetections golden(String video, String what) {
    return GoldenDetections.read(SharedFiles.file("golden/" + video + ".0202-" + what + ".jsonl"));
  }

  private static List<Long> fastFrames(String weights) {
    Path file = SharedFiles.file("golden/" + VIDEO + ".0202.motion-frames.json");
    List<Long> frames = new ArrayList<>();
    try {
      for (JsonNode number : new ObjectMapper().readTree(file.toFile()).path(weights)) {
        frames.add(number.asLong());
      }
    } catch (IOException e) {
      throw new AssertionError(e);
    }
    return frames;
  }

  /** Runs the product's own graph; a limit of 0 takes the whole video. */
  private static GoldenDetections detect(
      String precision, String video, Resize resize, ChannelOrder channels, long limit) {
    Path source = SharedFiles.file("videos/" + video + ".mp4");
    Path weights =
        SharedFiles.file(
            "models/person-detection-0202/" + precision + "/person-detection-0202.xml");
    Path lines = folder.resolve("lines-%s.jsonl".formatted(UUID.randomUUID()));
    ConfiguredModel model =
        TestModel.unnamed()
            .overrides(ModelOverrides.NONE.resize(resize).channels(channels).threshold(0.3))
            .properties(Map.of("INFERENCE_PRECISION_HINT", "f32"))
            .of(weights);
    Playback playback = Playback.builder().limit(limit).build();
    DetectSettings.Input input =
        new DetectSettings.Input(
            source.toString(),
            video,
            Optional.empty(),
            Optional.of(new DetectSettings.JsonTarget.File(lines)));
    DetectSettings settings =
        new DetectSettings(
            List.of(input),
            model,
            playback,
            TlsTrust.SYSTEM,
            TileSettings.NONE,
            SceneSettings.NONE,
            List.of(),
            Optional.empty(),
            true,
            DetectSettings.Sinks.NONE,
            false);
    ModelHandle handle = ModelHandle.open(model.config(), weights, Labels.none());
    try (JobModels models = JobModels.of(model, handle);
        SecondModels none =
            SecondModels.open(settings.scene().objects().classify(), settings.classifiers())) {
      InputRun.Result result =
          new InputRun(
                  settings,
                  input,
                  RunMetrics.create(),
                  JobSinks.of(settings, input, _ -> List.of()))
              .run(models, none, streams, _ -> {});
      assertThat(result.summary().failure()).isEmpty();
      assertThat(result.leftOvers()).isZero();
      assertThat(handle.pool().leasedTensors()).isZero();
    }
    return GoldenDetections.read(lines);
  }
}
