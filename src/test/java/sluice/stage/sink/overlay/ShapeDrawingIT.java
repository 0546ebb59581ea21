package sluice.stage.sink.overlay;

import static org.assertj.core.api.Assertions.assertThat;
import static sluice.testing.Colors.assertNear;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import sluice.core.Box;
import sluice.core.Detection;
import sluice.core.KeyPoint;
import sluice.core.KeyPoints;
import sluice.core.Mask;
import sluice.core.Point;
import sluice.core.RotatedBox;
import sluice.core.Shape;
import sluice.video.image.Canvas;
import sluice.video.image.CanvasColors;

/** Shapes over a black picture of 200x100. */
class ShapeDrawingIT {
  private static final int COLOR = CanvasColors.of(1);
  private static final Box BOX = new Box(0.1f, 0.1f, 0.9f, 0.9f);

  private static Canvas drawn(Shape shape) {
    Canvas canvas = new Canvas(200, 100);
    new ShapeDrawing(canvas).draw(new Detection(1, "person", 0.9f, BOX).withShape(shape), COLOR);
    return canvas;
  }

  private static List<Point> square(float from, float to) {
    return List.of(
        new Point(from, from), new Point(to, from), new Point(to, to), new Point(from, to));
  }

  @Test
  void aMask_isAVeilWithAnOutlineAndHoles() {
    try (Canvas canvas = drawn(new Mask(List.of(square(0.2f, 0.8f), square(0.4f, 0.6f))))) {
      int veil = canvas.colorAt(60, 50);
      assertThat(veil).isNotIn(0, COLOR);
      assertThat(veil & 0xFF).isEqualTo(Math.round((COLOR & 0xFF) * 0.4f));
      assertThat(canvas.colorAt(100, 50)).as("hole").isZero();
      assertNear(canvas.colorAt(40, 50), COLOR, 60);
      assertNear(canvas.colorAt(20, 50), COLOR, 60);
      assertThat(canvas.colorAt(30, 50)).as("between").isZero();
    }
  }

  @Test
  void aRotatedBox_isDrawnInsteadOfItsHull() {
    RotatedBox box =
        new RotatedBox(
            List.of(
                new Point(0.5f, 0.1f),
                new Point(0.9f, 0.5f),
                new Point(0.5f, 0.9f),
                new Point(0.1f, 0.5f)));
    try (Canvas canvas = drawn(box)) {
      assertNear(canvas.colorAt(180, 50), COLOR, 60);
      assertNear(canvas.colorAt(100, 90), COLOR, 60);
      assertThat(canvas.colorAt(20, 10)).as("corner of the hull").isZero();
      assertThat(canvas.colorAt(100, 50)).as("inside").isZero();
    }
  }

  @Test
  void keyPoints_areDots_andLimbsJoinThoseThatAreSeen() {
    KeyPoints points =
        new KeyPoints(
            List.of(
                new KeyPoint("left_hip", new Point(0.3f, 0.3f), 0.9f),
                new KeyPoint("left_knee", new Point(0.3f, 0.7f), 0.9f),
                new KeyPoint("left_ankle", new Point(0.7f, 0.7f), 0.1f),
                new KeyPoint("3", new Point(0.7f, 0.3f), Float.NaN)));
    try (Canvas canvas = drawn(points)) {
      assertNear(canvas.colorAt(60, 30), COLOR, 60);
      assertNear(canvas.colorAt(60, 50), COLOR, 60);
      assertThat(canvas.colorAt(140, 70)).as("not seen").isZero();
      assertThat(canvas.colorAt(100, 70)).as("limb to what is not seen").isZero();
      assertNear(canvas.colorAt(140, 30), COLOR, 60);
    }
  }

  @Test
  void whatLiesOutside_isCutOff() {
    Mask mask = new Mask(List.of(square(-3, 1e9f), square(-2, -1)));
    try (Canvas canvas = drawn(mask)) {
      assertThat(canvas.colorAt(199, 99)).isNotZero();
    }
    try (Canvas canvas = drawn(new RotatedBox(square(2, 3)))) {
      assertThat(IntStream.range(0, 200).allMatch(x -> canvas.colorAt(x, 50) == 0)).isTrue();
    }
    try (Canvas canvas = drawn(new Mask(List.of(square(1, 1))))) {
      assertThat(canvas.colorAt(199, 50)).isZero();
    }
  }
}
