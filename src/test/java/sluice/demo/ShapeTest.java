package sluice.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ShapeTest {
  private static final Capsule CAPSULE = new Capsule(new Point(10, 10), new Point(10, 30), 4, 2);
  private static final Ellipse ELLIPSE = new Ellipse(new Point(20, 20), 10, 5);

  /** A square with a notch in its upper side. */
  private static final Polygon POLYGON =
      new Polygon(
          List.of(
              new Point(0, 0),
              new Point(10, 10),
              new Point(20, 0),
              new Point(20, 20),
              new Point(0, 20)));

  @Test
  void capsule_taperedBetweenRoundEnds() {
    assertThat(CAPSULE.distance(10, 4)).isCloseTo(2, within(1e-9));
    assertThat(CAPSULE.distance(10, 33)).isCloseTo(1, within(1e-9));
    assertThat(CAPSULE.distance(13, 20)).isCloseTo(0, within(1e-9));
    assertThat(CAPSULE.distance(10, 20)).isCloseTo(-3, within(1e-9));
    assertThat(CAPSULE.extent()).isEqualTo(new Extent(6, 6, 14, 32));
  }

  @Test
  void ellipse_isExactOnItsAxesAndEdge() {
    assertThat(ELLIPSE.distance(30, 20)).isCloseTo(0, within(1e-9));
    assertThat(ELLIPSE.distance(20, 26)).isCloseTo(1.2, within(0.3));
    assertThat(ELLIPSE.distance(20, 20)).isEqualTo(-5);
    assertThat(ELLIPSE.distance(20 + 10 * Math.cos(1), 20 + 5 * Math.sin(1)))
        .isCloseTo(0, within(1e-9));
    assertThat(ELLIPSE.extent()).isEqualTo(new Extent(10, 15, 30, 25));
  }

  @Test
  void polygon_mayHaveNotches() {
    assertThat(POLYGON.distance(10, 15)).isNegative();
    assertThat(POLYGON.distance(3, 10)).isCloseTo(-3, within(1e-9));
    assertThat(POLYGON.distance(10, 5)).isCloseTo(5 / Math.sqrt(2), within(1e-9));
    assertThat(POLYGON.distance(25, 10)).isCloseTo(5, within(1e-9));
    assertThat(POLYGON.extent()).isEqualTo(new Extent(0, 0, 20, 20));
  }

  static Stream<Shape> shapes() {
    return Stream.of(CAPSULE, ELLIPSE, POLYGON);
  }

  @ParameterizedTest
  @MethodSource("shapes")
  void extent_holdsAllThatIsInside(Shape shape) {
    double step = 0.25;
    for (double y = -5; y < 45; y += step) {
      for (double x = -5; x < 45; x += step) {
        if (shape.distance(x, y) < 0) {
          assertThat(shape.extent().contains(x, y)).as("(%s, %s)", x, y).isTrue();
        }
      }
    }
  }
}
