package sluice.catalog.hog;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import sluice.openvino.Core;
import sluice.openvino.Properties;

/**
 * The graph computes what OpenCV computes: held to OpenCV's own descriptors and coefficients,
 * window by window.
 */
class HogScoresIT {
  private static final double TOLERANCE = 1e-4;

  /**
   * With its borders a whole number of cells, so that OpenCV and the graph see the same windows.
   */
  private static final DrawnPicture PICTURE = DrawnPicture.of(192, 208);

  private static Core core;

  @TempDir Path folder;

  @BeforeAll
  static void start() {
    core = Core.create();
  }

  @AfterAll
  static void stop() {
    core.close();
  }

  @Test
  void coefficientResource_equalsOpenCvCoefficients() {
    assertThat(Coefficients.read().toArray()).isEqualTo(OpenCvHog.coefficients());
  }

  @Test
  void hogScores_equalOpenCvScores() {
    assertThat(greatestDifference(HogParameters.OPENCV)).isLessThan(TOLERANCE);
  }

  @ParameterizedTest(name = "square root {0}, bins at {1}, blocks at {2}")
  @CsvSource({"false, 0.5, 8", "true, 0, 8", "true, 0.5, 7.5"})
  void differingGraph_failsTheScoreComparison(
      boolean squareRoot, double binCentre, double blockCentre) {
    HogParameters broken = new HogParameters(squareRoot, binCentre, blockCentre);

    assertThat(greatestDifference(broken)).isGreaterThan(100 * TOLERANCE);
  }

  private double greatestDifference(HogParameters parameters) {
    float[] expected = OpenCvHog.scores(PICTURE.bgr(), PICTURE.width(), PICTURE.height());
    float[] scores = scores(parameters);
    assertThat(scores).hasSameSizeAs(expected).hasSize(21 * 17);
    double greatest = 0;
    for (int i = 0; i < scores.length; i++) {
      greatest = Math.max(greatest, Math.abs(scores[i] - expected[i]));
    }
    return greatest;
  }

  private float[] scores(HogParameters parameters) {
    InputSize size = new InputSize(PICTURE.width(), PICTURE.height());
    Path file = HogModel.write(folder, "scores", HogGraph.scores(size, parameters));
    try (HogInference inference =
        HogInference.open(core, file, Map.of(Properties.INFERENCE_PRECISION_HINT, "f32"))) {
      return inference.infer(PICTURE.bgr());
    }
  }
}
