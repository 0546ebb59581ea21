package sluice.catalog.hog;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import sluice.openvino.Core;
import sluice.openvino.ElementType;
import sluice.openvino.Properties;

/**
 * OpenVINO reads, compiles and runs the model at the sizes that sources ask for, and at the ends of
 * what is allowed.
 */
class HogModelIT {
  private static final int ROW = 7;

  @TempDir Path folder;

  @ParameterizedTest(name = "{0}x{1} {2}")
  @CsvSource({
    "512, 288, f32",
    "512, 288, default",
    "768, 432, default",
    "384, 288, default",
    "288, 512, default",
    "64, 128, default",
    "301, 203, default"
  })
  void hogModel_runsInOpenVino(int width, int height, String precision) {
    Path file = HogModel.write(folder, width, height);
    Map<String, String> properties =
        precision.equals("default")
            ? Map.of()
            : Map.of(Properties.INFERENCE_PRECISION_HINT, precision);
    try (Core core = Core.create();
        HogInference inference = HogInference.open(core, file, properties)) {
      assertThat(inference.inputPort().name()).isEqualTo("image");
      assertThat(inference.inputPort().elementType()).isEqualTo(ElementType.U8);
      assertThat(inference.inputPort().shape()).containsExactly(1, height, width, 3);
      assertThat(inference.outputPort().name()).isEqualTo("detection_out");
      assertThat(inference.outputPort().shape()).containsExactly(1, 1, 200, ROW);
      nobodyIsIn(inference.infer(new byte[width * height * 3]));
      areRowsOfPeople(inference.infer(DrawnPicture.of(width, height).bgr()));
    }
  }

  private static void nobodyIsIn(float[] rows) {
    for (int row = 0; row < rows.length && rows[row] >= 0; row += ROW) {
      assertThat(rows[row + 2]).isLessThan(0.5f);
    }
  }

  private static void areRowsOfPeople(float[] rows) {
    for (int row = 0; row < rows.length && rows[row] >= 0; row += ROW) {
      assertThat(rows[row + 1]).as("label").isZero();
      assertThat(rows[row + 2]).as("confidence").isBetween(0.05f, 1f);
      assertThat(rows[row + 3]).as("left").isBetween(0f, rows[row + 5]);
      assertThat(rows[row + 4]).as("top").isBetween(0f, rows[row + 6]);
      assertThat(rows[row + 5]).as("right").isLessThanOrEqualTo(1);
      assertThat(rows[row + 6]).as("bottom").isLessThanOrEqualTo(1);
    }
  }
}
