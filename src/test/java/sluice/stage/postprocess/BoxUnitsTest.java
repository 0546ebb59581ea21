package sluice.stage.postprocess;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static sluice.stage.postprocess.Reading.output;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import sluice.app.ModelFamilies;
import sluice.core.Detection;
import sluice.core.Geometry;
import sluice.core.KeyPoint;
import sluice.core.KeyPoints;
import sluice.core.Point;
import sluice.core.RotatedBox;
import sluice.core.model.KeyPointLayout;
import sluice.core.model.ModelFamily;
import sluice.core.model.OutputSpec;
import sluice.stage.postprocess.endtoend.YoloEndToEndFamily;
import sluice.stage.postprocess.yoloobb.YoloObbFamily;
import sluice.stage.postprocess.yolopose.YoloPoseFamily;
import sluice.stage.postprocess.yolov5.YoloV5Family;
import sluice.stage.postprocess.yolov8.YoloV8Family;

/** YOLO whose boxes are in fractions of the input is read as those in pixels are. */
class BoxUnitsTest {
  private static final int CELLS = 126;
  private static final int FEW = 5;
  private static final float[] PIXELS = {48, 32, 24, 16};
  private static final float[] CORNERS = {36, 24, 60, 40};

  /** Family, number of boxes, whether they are columns, and the floats of one. */
  static Stream<Arguments> tables() {
    return Stream.of(
        Arguments.of(YoloV5Family.FACTS, 378, false, row(PIXELS, .8f, .1f, .9f)),
        Arguments.of(YoloV8Family.FACTS, CELLS, true, row(PIXELS, .1f, .9f)),
        Arguments.of(YoloV8Family.FACTS, CELLS, false, row(PIXELS, .1f, .9f)),
        Arguments.of(YoloEndToEndFamily.FACTS, FEW, false, row(CORNERS, .9f, 1)),
        Arguments.of(YoloPoseFamily.FACTS, CELLS, true, row(PIXELS, .9f, 40, 30, .7f)),
        Arguments.of(YoloPoseFamily.FACTS, FEW, false, row(CORNERS, .9f, 0, 40, 30, .7f)),
        Arguments.of(YoloObbFamily.FACTS, CELLS, true, row(PIXELS, .1f, .9f, .5f)),
        Arguments.of(YoloObbFamily.FACTS, FEW, false, row(PIXELS, .9f, 1, .5f)));
  }

  private static float[] row(float[] box, float... rest) {
    float[] all = new float[box.length + rest.length];
    System.arraycopy(box, 0, all, 0, box.length);
    System.arraycopy(rest, 0, all, box.length, rest.length);
    return all;
  }

  private static Detection only(ModelFamily family, int boxes, boolean columns, float[] box) {
    float[] floats = new float[boxes * box.length];
    for (int i = 0; i < box.length; i++) {
      floats[columns ? i * boxes + 3 : 3 * box.length + i] = box[i];
    }
    OutputSpec output =
        columns ? output("o", 1, box.length, boxes) : output("o", 1, boxes, box.length);
    ReadingSettings settings =
        Reading.settings(.5f).keyPoints(Optional.of(new KeyPointLayout(1, 3, List.of())));
    List<Detection> found =
        ModelFamilies.ALL
            .reader(family, Reading.INPUT, List.of(output), settings)
            .read(FloatTensors.of(floats), Geometry.STRETCH)
            .detections();
    assertThat(found).hasSize(1);
    return found.getFirst();
  }

  @ParameterizedTest(name = "{0}, columns {2}")
  @MethodSource("tables")
  void fractions_areReadAsPixelsAre(
      ModelFamily family, int boxes, boolean columns, float[] pixels) {
    boolean isPose = family.equals(YoloPoseFamily.FACTS);
    int point = columns ? 5 : 6;
    Set<Integer> across = isPose ? Set.of(0, 2, point) : Set.of(0, 2);
    Set<Integer> down = isPose ? Set.of(1, 3, point + 1) : Set.of(1, 3);
    float[] fractions = pixels.clone();
    across.forEach(place -> fractions[place] /= Reading.INPUT.width());
    down.forEach(place -> fractions[place] /= Reading.INPUT.height());

    Detection expected = only(family, boxes, columns, pixels);
    Detection found = only(family, boxes, columns, fractions);

    assertThat(found.labelId()).isEqualTo(expected.labelId());
    assertThat(numbers(found)).hasSameSizeAs(numbers(expected));
    for (int i = 0; i < numbers(found).size(); i++) {
      assertThat(numbers(found).get(i)).isCloseTo(numbers(expected).get(i), within(1e-5f));
    }
  }

  private static List<Float> numbers(Detection detection) {
    Stream<Float> box =
        Stream.of(
            detection.box().xMin(),
            detection.box().yMin(),
            detection.box().xMax(),
            detection.box().yMax());
    Stream<Point> points =
        detection
            .shape()
            .<Stream<Point>>map(
                shape ->
                    switch (shape) {
                      case RotatedBox rotated -> rotated.corners().stream();
                      case KeyPoints body -> body.points().stream().map(KeyPoint::at);
                      default -> Stream.<Point>empty();
                    })
            .orElse(Stream.empty());
    return Stream.concat(box, points.flatMap(point -> Stream.of(point.x(), point.y()))).toList();
  }
}
