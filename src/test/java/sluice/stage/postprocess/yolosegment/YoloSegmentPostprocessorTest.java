package sluice.stage.postprocess.yolosegment;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import java.util.function.DoubleBinaryOperator;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import sluice.core.Detection;
import sluice.core.Geometry;
import sluice.core.Mask;
import sluice.core.Point;
import sluice.core.model.ChannelOrder;
import sluice.core.model.InputSpec;
import sluice.core.model.OutputSpec;
import sluice.stage.postprocess.FloatTensors;
import sluice.stage.postprocess.ReadingSettings;

/** Masks of one prototype of 40x40 over an input of 160x160 pixels, four pixels a sample. */
class YoloSegmentPostprocessorTest {
  private static final int SAMPLES = 40;
  private static final InputSpec INPUT = new InputSpec(160, 160, ChannelOrder.RGB);
  private static final List<OutputSpec> OUTPUTS =
      List.of(
          new OutputSpec("boxes", List.of(1L, 300L, 7L)),
          new OutputSpec("masks", List.of(1L, 1L, 40L, 40L)));
  private static final Offset<Double> LITTLE = Offset.offset(0.005);

  /** Reads rows of left, top, right, bottom, confidence, class, coefficient. */
  private static List<Detection> read(Geometry geometry, DoubleBinaryOperator at, float... rows) {
    float[] boxes = new float[300 * 7];
    System.arraycopy(rows, 0, boxes, 0, rows.length);
    float[] samples = new float[SAMPLES * SAMPLES];
    for (int y = 0; y < SAMPLES; y++) {
      for (int x = 0; x < SAMPLES; x++) {
        samples[y * SAMPLES + x] =
            (float) at.applyAsDouble((x + 0.5) / SAMPLES, (y + 0.5) / SAMPLES);
      }
    }
    ReadingSettings settings = ReadingSettings.of(0.5f, Integer::toString);
    return new YoloSegmentPostprocessor(INPUT, OUTPUTS, settings)
        .read(FloatTensors.of(boxes, samples), geometry)
        .detections();
  }

  private static Mask only(List<Detection> found) {
    assertThat(found).hasSize(1);
    return (Mask) found.getFirst().shape().orElseThrow();
  }

  private static DoubleBinaryOperator circle(double x, double y, double radius) {
    return (atX, atY) -> radius - Math.hypot(atX - x, atY - y);
  }

  private static double area(List<Point> ring) {
    double twice = 0;
    Point last = ring.getLast();
    for (Point next : ring) {
      twice += (double) last.x() * next.y() - (double) next.x() * last.y();
      last = next;
    }
    return Math.abs(twice) / 2;
  }

  private static final float[] WHOLE = {0, 0, 160, 160, 0.9f, 3, 2};

  @Test
  void aMask_isTheOutlineOfWhatIsAboveZero() {
    Mask mask = only(read(Geometry.STRETCH, circle(0.5, 0.5, 0.25), WHOLE));

    assertThat(mask.rings()).hasSize(1);
    List<Point> ring = mask.rings().getFirst();
    assertThat(area(ring)).isCloseTo(Math.PI * 0.25 * 0.25, LITTLE);
    assertThat(ring)
        .hasSizeBetween(12, 60)
        .allSatisfy(
            point ->
                assertThat(Math.hypot(point.x() - 0.5, point.y() - 0.5)).isCloseTo(0.25, LITTLE));
  }

  @Test
  void aHole_isARingOfItsOwn_afterTheGreaterOne() {
    DoubleBinaryOperator outer = circle(0.5, 0.5, 0.4);
    DoubleBinaryOperator inner = circle(0.5, 0.5, 0.2);

    Mask mask =
        only(
            read(
                Geometry.STRETCH,
                (x, y) -> Math.min(outer.applyAsDouble(x, y), -inner.applyAsDouble(x, y)),
                WHOLE));

    assertThat(mask.rings()).hasSize(2);
    assertThat(area(mask.rings().get(0))).isCloseTo(Math.PI * 0.16, LITTLE);
    assertThat(area(mask.rings().get(1))).isCloseTo(Math.PI * 0.04, LITTLE);
  }

  @Test
  void aMask_endsAtItsBox() {
    Mask mask = only(read(Geometry.STRETCH, (_, _) -> 1, 10, 20, 50, 100, 0.9f, 0, 1));

    assertThat(mask.rings())
        .containsExactly(
            List.of(
                new Point(10 / 160f, 20 / 160f),
                new Point(50 / 160f, 20 / 160f),
                new Point(50 / 160f, 100 / 160f),
                new Point(10 / 160f, 100 / 160f)));
  }

  /** The picture covers the middle half of the input's height. */
  @Test
  void aMask_isMappedBackToThePicture_andEndsAtItsEdges() {
    Geometry letterbox = Geometry.ofPixels(0, 40, 160, 80, 160, 160);

    Mask circle = only(read(letterbox, circle(0.5, 0.5, 0.125), WHOLE));
    Mask all = only(read(letterbox, (_, _) -> 1, WHOLE));

    assertThat(circle.rings().getFirst())
        .allSatisfy(
            point ->
                assertThat(Math.hypot(point.x() - 0.5, (point.y() - 0.5) / 2))
                    .isCloseTo(0.125, LITTLE));
    assertThat(area(all.rings().getFirst())).isEqualTo(1);
  }

  @Test
  void anObjectWithAnEmptyMask_isNone() {
    float[] outside = {0, 0, 40, 40, 0.9f, 0, 2};
    float[] turned = {0, 0, 160, 160, 0.9f, 0, -2};
    float[] noBox = {20, 20, 20, 60, 0.9f, 0, 2};
    float[] noNumber = {0, 0, 160, 160, 0.9f, 0, Float.NaN};

    assertThat(read(Geometry.STRETCH, circle(0.5, 0.5, 0.2), outside)).isEmpty();
    assertThat(read(Geometry.STRETCH, (_, _) -> 1, turned)).isEmpty();
    assertThat(read(Geometry.STRETCH, (_, _) -> 1, noBox)).isEmpty();
    assertThat(read(Geometry.STRETCH, (_, _) -> 1, noNumber)).isEmpty();
  }

  /**
   * However much of a lace masks are, their text stays short, and the greatest rings come first.
   */
  @Test
  void masksOfLace_haveNoMorePointsThanAreAllowed() {
    Random random = new Random(3);
    float[] rows = new float[7 * 200];
    for (int row = 0; row < rows.length; row += 7) {
      System.arraycopy(WHOLE, 0, rows, row, 7);
    }

    List<Mask> masks =
        read(Geometry.STRETCH, (_, _) -> random.nextDouble() - 0.4, rows).stream()
            .map(found -> (Mask) found.shape().orElseThrow())
            .toList();

    assertThat(masks).hasSize(200);
    assertThat(points(masks.getFirst())).isBetween(500, MaskTracer.MOST_POINTS);
    assertThat(points(masks.getLast())).isBetween(30, MaskTracer.SURE_POINTS);
    assertThat(masks.stream().mapToInt(YoloSegmentPostprocessorTest::points).sum())
        .isLessThan(16 * MaskTracer.MOST_POINTS + 200 * MaskTracer.SURE_POINTS);
    List<List<Point>> rings = masks.getFirst().rings();
    assertThat(area(rings.getFirst())).isGreaterThan(area(rings.getLast()));
  }

  private static int points(Mask mask) {
    return mask.rings().stream().mapToInt(List::size).sum();
  }
}
