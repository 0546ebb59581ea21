package sluice.video.image;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class CanvasColorsTest {

  @Test
  void firstTwentyClassColors_differClearly() {
    for (int a = 0; a < 20; a++) {
      for (int b = 0; b < a; b++) {
        assertThat(distance(CanvasColors.of(a), CanvasColors.of(b)))
            .as("classes %d and %d", a, b)
            .isGreaterThan(40);
      }
    }
  }

  @Test
  void adjacentClassColors_differStrongly() {
    for (int id = 1; id < 1000; id++) {
      assertThat(distance(CanvasColors.of(id), CanvasColors.of(id - 1)))
          .as("class %d", id)
          .isGreaterThan(100);
    }
  }

  @Test
  void classColor_isStable_forAnyId() {
    for (int id : new int[] {Integer.MIN_VALUE, -1, 0, Integer.MAX_VALUE}) {
      assertThat(CanvasColors.of(id)).isBetween(0, 0xFFFFFF).isEqualTo(CanvasColors.of(id));
    }
  }

  @Test
  void textColor_contrastsWithItsBackground() {
    assertThat(CanvasColors.inkOn(0xFFFF00)).isZero();
    assertThat(CanvasColors.inkOn(0x0000FF)).isEqualTo(0xFFFFFF);
  }

  private static double distance(int a, int b) {
    double sum = 0;
    for (int shift = 0; shift <= 16; shift += 8) {
      sum += Math.pow((a >> shift & 255) - (b >> shift & 255), 2);
    }
    return Math.sqrt(sum);
  }
}
