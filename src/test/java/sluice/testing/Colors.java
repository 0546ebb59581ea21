package sluice.testing;

import static org.assertj.core.api.Assertions.assertThat;

import org.assertj.core.data.Offset;

/** Comparison of colours with a tolerance, as no video keeps them exactly. */
public final class Colors {

  private Colors() {}

  /**
   * Fails unless red, green and blue of two colours 0xRRGGBB each differ by no more than the
   * tolerance.
   */
  public static void assertNear(int actual, int expected, int tolerance) {
    for (int shift = 0; shift <= 16; shift += 8) {
      assertThat(actual >> shift & 255)
          .as("%06x, expected %06x", actual, expected)
          .isCloseTo(expected >> shift & 255, Offset.offset(tolerance));
    }
  }
}
