package sluice.stage.postprocess;

import static org.assertj.core.api.Assertions.assertThat;
import static sluice.stage.postprocess.Reading.INPUT;
import static sluice.stage.postprocess.Reading.output;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import sluice.app.ModelFamilies;
import sluice.core.Box;
import sluice.core.Detection;
import sluice.core.Geometry;
import sluice.core.KeyPoints;
import sluice.core.Mask;
import sluice.core.Point;
import sluice.core.Predictions;
import sluice.core.RotatedBox;
import sluice.core.Shape;
import sluice.core.model.ChannelOrder;
import sluice.core.model.InputSpec;
import sluice.core.model.ModelFamily;
import sluice.core.model.OutputSpec;
import sluice.stage.postprocess.boxeslabels.BoxesLabelsFamily;
import sluice.stage.postprocess.boxeslabelsscores.BoxesLabelsScoresFamily;
import sluice.stage.postprocess.boxeslabelsscores.TfDetectionFamily;
import sluice.stage.postprocess.boxesscores.BoxesScoresFamily;
import sluice.stage.postprocess.boxesscores.UltraFaceFamily;
import sluice.stage.postprocess.classification.ClassificationFamily;
import sluice.stage.postprocess.deployed.PaddleDetectionFamily;
import sluice.stage.postprocess.deployed.RtDetrDeployFamily;
import sluice.stage.postprocess.detr.DetrFamily;
import sluice.stage.postprocess.endtoend.RtDetrEndToEndFamily;
import sluice.stage.postprocess.endtoend.YoloEndToEndFamily;
import sluice.stage.postprocess.endtoend.YoloV7EndToEndFamily;
import sluice.stage.postprocess.rfdetr.RfDetrFamily;
import sluice.stage.postprocess.rtdetr.RtDetrFamily;
import sluice.stage.postprocess.ssd.SsdFamily;
import sluice.stage.postprocess.yoloobb.YoloObbFamily;
import sluice.stage.postprocess.yolopose.YoloPoseFamily;
import sluice.stage.postprocess.yolosegment.YoloSegmentFamily;
import sluice.stage.postprocess.yolov5.YoloV5Family;
import sluice.stage.postprocess.yolov8.YoloV8Family;
import sluice.stage.postprocess.yolox.YoloxFamily;

/** No output, however broken, makes a reader fail, or tell what is no box. */
class DegenerateOutputsTest {
  private static final Geometry LETTERBOX = Geometry.ofPixels(0, 16, 96, 32, 96, 64);
  private static final float[] ODD = {
    Float.NaN,
    Float.POSITIVE_INFINITY,
    Float.NEGATIVE_INFINITY,
    Float.MAX_VALUE,
    -Float.MAX_VALUE,
    Float.MIN_VALUE,
    -0f,
    0,
    .5f,
    1,
    -1,
    100
  };

  record Kind(ModelFamily family, List<OutputSpec> outputs) {
    Predictions read(float threshold, float[]... floats) {
      return ModelFamilies.ALL
          .reader(family, INPUT, outputs, ReadingSettings.of(threshold, id -> "c" + id))
          .read(FloatTensors.of(floats), LETTERBOX);
    }

    float[][] floats() {
      return outputs.stream()
          .map(output -> new float[Math.toIntExact(output.size())])
          .toArray(float[][]::new);
    }
  }

  static Stream<Kind> kinds() {
    return Stream.of(
        new Kind(SsdFamily.FACTS, List.of(output("o", 1, 1, 50, 7))),
        new Kind(BoxesLabelsFamily.FACTS, List.of(output("b", 50, 5), output("l", 50))),
        new Kind(
            BoxesLabelsScoresFamily.FACTS,
            List.of(output("boxes", 50, 4), output("labels", 50), output("scores", 50))),
        new Kind(
            TfDetectionFamily.FACTS,
            List.of(
                output("detection_boxes", 1, 50, 4),
                output("detection_classes", 1, 50),
                output("detection_scores", 1, 50),
                output("num_detections", 1))),
        new Kind(BoxesScoresFamily.FACTS, List.of(output("b", 1, 126, 4), output("s", 1, 126, 3))),
        new Kind(UltraFaceFamily.FACTS, List.of(output("s", 1, 354, 2), output("b", 1, 354, 4))),
        new Kind(YoloV7EndToEndFamily.FACTS, List.of(output("o", 50, 7))),
        new Kind(YoloV5Family.FACTS, List.of(output("o", 1, 378, 8))),
        new Kind(YoloV8Family.FACTS, List.of(output("o", 1, 7, 126))),
        new Kind(YoloEndToEndFamily.FACTS, List.of(output("o", 1, 50, 6))),
        new Kind(
            YoloSegmentFamily.FACTS, List.of(output("o", 1, 9, 126), output("p", 1, 2, 16, 24))),
        new Kind(
            YoloSegmentFamily.FACTS, List.of(output("o", 1, 50, 8), output("p", 1, 2, 16, 24))),
        new Kind(YoloPoseFamily.FACTS, List.of(output("o", 1, 14, 126))),
        new Kind(YoloPoseFamily.FACTS, List.of(output("o", 1, 50, 10))),
        new Kind(YoloObbFamily.FACTS, List.of(output("o", 1, 8, 126))),
        new Kind(YoloObbFamily.FACTS, List.of(output("o", 1, 50, 7))),
        new Kind(YoloxFamily.FACTS, List.of(output("o", 1, 126, 8))),
        new Kind(DetrFamily.FACTS, List.of(output("l", 1, 50, 5), output("b", 1, 50, 4))),
        new Kind(RtDetrFamily.FACTS, List.of(output("l", 1, 50, 5), output("b", 1, 50, 4))),
        new Kind(RtDetrFamily.FACTS, List.of(output("o", 1, 50, 9))),
        new Kind(
            RtDetrDeployFamily.FACTS,
            List.of(output("labels", 1, 50), output("boxes", 1, 50, 4), output("scores", 1, 50))),
        new Kind(PaddleDetectionFamily.FACTS, List.of(output("o", 50, 6), output("n", 1))),
        new Kind(RfDetrFamily.FACTS, List.of(output("dets", 1, 50, 4), output("labels", 1, 50, 5))),
        new Kind(RtDetrEndToEndFamily.FACTS, List.of(output("o", 1, 50, 6))),
        new Kind(ClassificationFamily.FACTS, List.of(output("o", 1, 10))));
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void oneValueEverywhere_givesSoundPredictions(Kind kind) {
    for (float value : ODD) {
      float[][] floats = kind.floats();
      Stream.of(floats).forEach(each -> Arrays.fill(each, value));
      for (float threshold : new float[] {0, .25f, 1}) {
        assertSound(kind.read(threshold, floats));
      }
    }
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void oddValuesAnywhere_giveSoundPredictions(Kind kind) {
    for (long seed = 0; seed < 50; seed++) {
      Random random = new Random(seed);
      float[][] floats = kind.floats();
      for (float[] output : floats) {
        for (int i = 0; i < output.length; i++) {
          output[i] =
              random.nextBoolean() ? random.nextFloat() * 40 : ODD[random.nextInt(ODD.length)];
        }
      }
      assertSound(kind.read(0, floats));
      assertSound(kind.read(.25f, floats));
    }
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void notANumber_isNoObject(Kind kind) {
    float[][] floats = kind.floats();
    Stream.of(floats).forEach(each -> Arrays.fill(each, Float.NaN));

    assertThat(kind.read(0, floats)).isEqualTo(Predictions.NONE);
  }

  /** As many boxes as there are: time stays bounded, and so does what is told. */
  @Test
  void boxesOfAGreatModel_areKeptUpToTheLimit() {
    InputSpec great = new InputSpec(1280, 1280, ChannelOrder.RGB);
    int boxes = 33_600;
    Random random = new Random(1);
    float[] floats = new float[84 * boxes];
    for (int i = 0; i < floats.length; i++) {
      floats[i] = i < 2 * boxes ? random.nextFloat() * 1280 : random.nextFloat();
    }
    List<Detection> found =
        ModelFamilies.ALL
            .reader(
                YoloV8Family.FACTS,
                great,
                List.of(output("o", 1, 84, boxes)),
                ReadingSettings.of(0, Integer::toString))
            .read(FloatTensors.of(floats), Geometry.STRETCH)
            .detections();

    assertThat(found).hasSize(NonMaximumSuppression.MOST);
  }

  private static void assertSound(Predictions predictions) {
    assertThat(predictions.detections()).hasSizeLessThanOrEqualTo(NonMaximumSuppression.MOST);
    for (Detection detection : predictions.detections()) {
      Box box = detection.box();
      assertThat(detection.confidence()).isBetween(0f, 1f);
      assertThat(detection.labelId()).isNotNegative();
      assertThat(box.xMin()).isBetween(0f, box.xMax());
      assertThat(box.yMin()).isBetween(0f, box.yMax());
      assertThat(box.xMax()).isBetween(0f, 1f);
      assertThat(box.yMax()).isBetween(0f, 1f);
      detection.shape().ifPresent(DegenerateOutputsTest::assertSound);
    }
    predictions.classes().forEach(each -> assertThat(each.confidence()).isBetween(0f, 1f));
    assertThat(predictions.classes()).hasSizeLessThanOrEqualTo(ReadingSettings.DEFAULT_TOP);
  }

  private static void assertSound(Shape shape) {
    switch (shape) {
      case Mask mask -> {
        assertThat(mask.rings()).isNotEmpty().allMatch(ring -> ring.size() >= 3);
        mask.rings().forEach(ring -> ring.forEach(DegenerateOutputsTest::assertInside));
      }
      case KeyPoints points -> points.points().forEach(point -> assertInside(point.at()));
      case RotatedBox box -> {
        assertThat(box.corners()).allMatch(corner -> Float.isFinite(corner.x() + corner.y()));
        assertThat(box.angle(96, 64)).isBetween(-Math.PI / 2, Math.PI / 2);
      }
    }
  }

  private static void assertInside(Point point) {
    assertThat(point.x()).isBetween(0f, 1f);
    assertThat(point.y()).isBetween(0f, 1f);
  }
}
