package sluice.stage.postprocess.yoloobb;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import sluice.core.Box;
import sluice.core.Detection;
import sluice.core.Geometry;
import sluice.core.Point;
import sluice.core.RotatedBox;
import sluice.core.model.ChannelOrder;
import sluice.core.model.InputSpec;
import sluice.core.model.OutputSpec;
import sluice.stage.postprocess.FloatTensors;
import sluice.stage.postprocess.ReadingSettings;

/** Rotated boxes in columns: x, y, width, height, two classes, angle; 126 of them over 96x64. */
class YoloObbPostprocessorTest {
  private static final int BOXES = 126;
  private static final float QUARTER = (float) (Math.PI / 2);

  private static List<Detection> read(float iou, Geometry geometry, float[]... boxes) {
    float[] columns = new float[7 * BOXES];
    for (int box = 0; box < boxes.length; box++) {
      for (int row = 0; row < 7; row++) {
        columns[row * BOXES + box] = boxes[box][row];
      }
    }
    return new YoloObbPostprocessor(
            new InputSpec(96, 64, ChannelOrder.RGB),
            List.of(new OutputSpec("o", List.of(1L, 7L, (long) BOXES))),
            new ReadingSettings(0.25f, iou, 5, false, Integer::toString))
        .read(FloatTensors.of(columns), geometry)
        .detections();
  }

  private static float[] box(float x, float confidence, float angle) {
    return new float[] {x, 32, 24, 8, confidence, 0, angle};
  }

  @Test
  void aTurnedBox_hasItsCornersClockwise_andItsHullAsBox() {
    Detection found =
        read(0.5f, Geometry.ofPixels(0, 16, 96, 32, 96, 64), box(48, 0.9f, QUARTER)).getFirst();

    RotatedBox rotated = (RotatedBox) found.shape().orElseThrow();
    assertNear(rotated.corners().get(0), 52 / 96.0, 4 / 32.0);
    assertNear(rotated.corners().get(1), 52 / 96.0, 28 / 32.0);
    assertNear(rotated.corners().get(2), 44 / 96.0, 28 / 32.0);
    assertNear(rotated.corners().get(3), 44 / 96.0, 4 / 32.0);
    assertThat(rotated.angle(96, 32)).isEqualTo(Math.PI / 2, Offset.offset(1e-5));
    Box box = found.box();
    assertNear(new Point(box.xMin(), box.yMin()), 44 / 96.0, 4 / 32.0);
    assertNear(new Point(box.xMax(), box.yMax()), 52 / 96.0, 28 / 32.0);
  }

  /** An input of 96x64 from a picture of 192x64 was squeezed: what was 45 degrees is less. */
  @Test
  void anAngle_isThatOfThePicture_whereProportionsChanged() {
    Detection found = read(0.5f, Geometry.STRETCH, box(48, 0.9f, QUARTER / 2)).getFirst();

    RotatedBox rotated = (RotatedBox) found.shape().orElseThrow();
    assertThat(rotated.angle(96, 64)).isEqualTo(Math.PI / 4, Offset.offset(1e-5));
    assertThat(rotated.angle(192, 64)).isEqualTo(Math.atan(0.5), Offset.offset(1e-5));
  }

  @Test
  void crossingBoxes_overlapLessThanEqualOnes() {
    assertThat(read(0.5f, Geometry.STRETCH, box(48, 0.9f, 0), box(48, 0.8f, 0.1f))).hasSize(1);
    assertThat(read(0.5f, Geometry.STRETCH, box(48, 0.9f, 0), box(48, 0.8f, QUARTER))).hasSize(2);
    assertThat(read(0.5f, Geometry.STRETCH, box(20, 0.9f, 0), box(76, 0.8f, 0))).hasSize(2);
    float[] other = {48, 32, 24, 8, 0, 0.8f, 0};
    assertThat(read(0.5f, Geometry.STRETCH, box(48, 0.9f, 0), other)).hasSize(2);
  }

  /** Ultralytics' fast suppression: the middle one goes, and takes the last one with it. */
  @Test
  void aSuppressedBox_suppressesToo() {
    float[][] row = {box(40, 0.9f, 0), box(45, 0.8f, 0), box(50, 0.7f, 0)};

    assertThat(read(0.6f, Geometry.STRETCH, row[0], row[1])).hasSize(1);
    assertThat(read(0.6f, Geometry.STRETCH, row[0], row[2])).hasSize(2);
    assertThat(read(0.6f, Geometry.STRETCH, row)).hasSize(1);
  }

  @Test
  void limitsOfZeroAndOne_keepAllThatIsApartAndAll() {
    float[][] equal = {box(48, 0.9f, 0), box(48, 0.8f, 0), box(20, 0.7f, 0)};

    assertThat(read(1, Geometry.STRETCH, equal)).hasSize(3);
    assertThat(read(0, Geometry.STRETCH, equal)).hasSize(1);
  }

  private static void assertNear(Point found, double x, double y) {
    assertThat((double) found.x()).isEqualTo(x, Offset.offset(1e-5));
    assertThat((double) found.y()).isEqualTo(y, Offset.offset(1e-5));
  }
}
