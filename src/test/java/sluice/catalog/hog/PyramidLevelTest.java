package sluice.catalog.hog;

import static org.assertj.core.api.Assertions.assertThat;

import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PyramidLevelTest {

  @Test
  void pyramid_goesAsFarAsTheWindowFits() {
    assertThat(levels(384, 216)).isEqualTo(6);
    assertThat(levels(512, 288)).isEqualTo(8);
    assertThat(levels(768, 432)).isEqualTo(10);
    assertThat(levels(64, 128)).isPositive();
  }

  @Test
  void pyramid_mapsWindowsToThePicture() {
    PyramidLevel level = PyramidLevel.of(new InputSize(192, 208)).getFirst();

    assertThat(level).isEqualTo(new PyramidLevel(1, 192, 208, 16, 24, 224, 256));
    assertThat(level.windowColumns()).isEqualTo(21);
    assertThat(level.windowRows()).isEqualTo(17);
    assertThat(level.centreX(0)).isEqualTo(16 / 192.0);
    assertThat(level.centreX(10)).isEqualTo(0.5);
    assertThat(level.centreY(8)).isEqualTo(0.5);
  }

  @ParameterizedTest(name = "scale {2} of {0}x{1}: {3}")
  @CsvSource({
    "512, 288, 1, -1.2",
    "512, 288, 2, 0.3",
    "512, 288, 4, 1.8",
    "384, 288, 4, 1.8",
    "768, 432, 3, 0.3",
    "768, 432, 1.5, -1.2",
    "288, 512, 1, -1.2",
    "288, 512, 4, 0.3",
  })
  void confidence_followsTheShareOfThePicture(
      int width, int height, double scale, double expected) {
    InputSize size = new InputSize(width, height);
    PyramidLevel level = new PyramidLevel(scale, width, height, 0, 0, width, height);

    assertThat(Confidence.offset(level, size)).isCloseTo(expected, Offset.offset(1e-9));
  }

  private static int levels(int width, int height) {
    return PyramidLevel.of(new InputSize(width, height)).size();
  }
}
