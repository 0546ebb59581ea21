package sluice.core;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PixelAspectTest {

  @ParameterizedTest
  @CsvSource({
    "2, 1, 384, 432, 768, 432",
    "1, 2, 384, 432, 384, 864",
    "64, 45, 720, 576, 1024, 576",
    "8, 9, 720, 480, 720, 540",
    "1, 1, 640, 480, 640, 480"
  })
  void oneSideIsStretched_andNoneShrunk(
      int horizontal, int vertical, int width, int height, int wide, int high) {
    assertThat(PixelAspect.of(horizontal, vertical).inSquares(width, height))
        .isEqualTo(new PixelSize(wide, high));
  }

  @ParameterizedTest
  @CsvSource({
    "0, 1",
    "1, 0",
    "-2, 1",
    "1, 1000000",
    "2147483647, 1",
    "1, 2147483647",
    "-2147483648, -2147483648"
  })
  void aspectThatNoPictureHas_isSquare(int horizontal, int vertical) {
    assertThat(PixelAspect.of(horizontal, vertical)).isEqualTo(PixelAspect.SQUARE);
  }

  @Test
  void commonDivisor_isTakenOut() {
    assertThat(PixelAspect.of(128, 90)).hasToString("64:45");
  }

  @Test
  void pictureThatWouldBecomeTooLong_staysAsItIs() {
    assertThat(PixelAspect.of(2, 1).inSquares(8192, 10)).isEqualTo(new PixelSize(16384, 10));
    assertThat(PixelAspect.of(2, 1).inSquares(8193, 10)).isEqualTo(new PixelSize(8193, 10));
    assertThat(PixelAspect.of(1, 2).inSquares(20000, 10)).isEqualTo(new PixelSize(20000, 20));
  }

  @Test
  void turnedPicture_hasItsAspectTurned() {
    TestPicture picture =
        TestPicture.bgr24(384, 432, new Orientation(90, false), (x, y) -> 0)
            .withPixels(PixelAspect.of(2, 1));
    assertThat(picture.displaySize()).isEqualTo(new PixelSize(432, 768));
    picture.close();
  }
}
