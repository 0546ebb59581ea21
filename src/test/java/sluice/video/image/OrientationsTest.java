package sluice.video.image;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import sluice.core.Orientation;

class OrientationsTest {

  @ParameterizedTest
  @CsvSource({
    "1, 0, 0, 1, 0, false",
    "0, 1, -1, 0, 90, false",
    "-1, 0, 0, -1, 180, false",
    "0, -1, 1, 0, 270, false",
    "-1, 0, 0, 1, 0, true",
    "0, 1, 1, 0, 90, true",
    "1, 0, 0, -1, 180, true",
    "0, -1, -1, 0, 270, true",
    "0, 0, 0, 0, 0, false",
    "9, 2, -2, 9, 0, false", // 12 degrees
    "-3, 9, -9, -3, 90, false", // 108 degrees
  })
  void displayMatrix_yieldsRotationAndMirroring(
      int a, int b, int c, int d, int degrees, boolean mirrored) {
    int one = 1 << 16;
    assertThat(Orientations.ofMatrix(a * one, b * one, c * one, d * one))
        .isEqualTo(new Orientation(degrees, mirrored));
  }
}
