package sluice.stage.postprocess;

import static org.assertj.core.api.Assertions.assertThat;
import static sluice.stage.postprocess.Reading.INPUT;
import static sluice.stage.postprocess.Reading.assertObject;
import static sluice.stage.postprocess.Reading.output;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import sluice.app.ModelFamilies;
import sluice.core.Detection;
import sluice.core.Geometry;
import sluice.core.model.ModelFamily;
import sluice.core.model.OutputSpec;
import sluice.stage.postprocess.boxeslabels.BoxesLabelsFamily;
import sluice.stage.postprocess.boxeslabelsscores.BoxesLabelsScoresFamily;
import sluice.stage.postprocess.boxeslabelsscores.TfDetectionFamily;
import sluice.stage.postprocess.boxesscores.BoxesScoresFamily;
import sluice.stage.postprocess.boxesscores.UltraFaceFamily;
import sluice.stage.postprocess.endtoend.YoloV7EndToEndFamily;

/** The same three objects in the forms in which projects write them. */
class DetectionFormsTest {
  private static final float[] PIXELS = {10, 12, 30, 36, 48, 32, 76, 56, 4, 44, 20, 60};
  private static final float[] SCORES = {.9f, .8f, .7f};

  private static void assertThree(List<Detection> found) {
    assertThat(found).hasSize(3);
    assertObject(found.get(0), 2, .9, 10, 12, 30, 36);
    assertObject(found.get(1), 0, .8, 48, 32, 76, 56);
    assertObject(found.get(2), 5, .7, 4, 44, 20, 60);
  }

  @Test
  void boxesLabelsScores_asTorchvisionHasThem_countLabelsFromOne() {
    List<OutputSpec> outputs =
        List.of(output("boxes", -1, 4), output("scores", -1), output("labels", -1));

    assertThree(
        Reading.detections(
            BoxesLabelsScoresFamily.FACTS, .5f, outputs, PIXELS, SCORES, new float[] {3, 1, 6}));
  }

  @Test
  void backgroundAmongThem_isNoObject() {
    List<OutputSpec> outputs =
        List.of(output("boxes", 3, 4), output("labels", 3), output("scores", 3));

    assertThat(
            Reading.detections(
                BoxesLabelsScoresFamily.FACTS, .5f, outputs, PIXELS, new float[3], SCORES))
        .isEmpty();
  }

  @Test
  void detectionsOfTensorFlow_areRowsFirst_andAsManyAsTheySay() {
    List<OutputSpec> outputs =
        List.of(
            output("detection_anchor_indices", 1, 4),
            output("detection_boxes:0", 1, 4, 4),
            output("detection_classes:0", 1, 4),
            output("detection_scores:0", 1, 4),
            output("num_detections:0", 1));
    float[] boxes = new float[16];
    for (int i = 0; i < PIXELS.length; i += 2) {
      boxes[i] = PIXELS[i + 1] / INPUT.height();
      boxes[i + 1] = PIXELS[i] / INPUT.width();
    }
    float[] beyond = {.9f, .8f, .7f, .95f};

    assertThree(
        Reading.detections(
            TfDetectionFamily.FACTS,
            .5f,
            outputs,
            new float[4],
            boxes,
            new float[] {3, 1, 6, 1},
            beyond,
            new float[] {3}));
  }

  @Test
  void detsAndLabels_asMmdeployHasThem_arePaddedWithoutALabel() {
    List<OutputSpec> outputs = List.of(output("dets", 1, 5, 5), output("labels", 1, 5));
    float[] dets = new float[25];
    for (int i = 0; i < 3; i++) {
      System.arraycopy(PIXELS, 4 * i, dets, 5 * i, 4);
      dets[5 * i + 4] = SCORES[i];
    }
    dets[24] = .99f;

    assertThree(
        Reading.detections(
            BoxesLabelsFamily.FACTS, .5f, outputs, dets, new float[] {2, 0, 5, -1, -1}));
  }

  @Test
  void rowsOfYolov7EndToEnd_haveThePictureFirst() {
    float[] rows = {
      0, 10, 12, 30, 36, 2, .9f, //
      1e-7f, 48, 32, 76, 56, 0, .8f, //
      1, 48, 32, 76, 56, 0, .8f, //
      0, 4, 44, 20, 60, 5, .7f
    };

    assertThree(
        Reading.detections(
            YoloV7EndToEndFamily.FACTS, .5f, List.of(output("output", -1, 7)), rows));
  }

  @Test
  void boxesAndScores_inPixels_areSuppressedHere() {
    List<OutputSpec> outputs = List.of(output("885", 1, 126, 6), output("904", 1, 126, 4));
    float[] boxes = new float[126 * 4];
    float[] scores = new float[126 * 6];
    int[] labels = {2, 0, 5};
    for (int i = 0; i < 3; i++) {
      System.arraycopy(PIXELS, 4 * i, boxes, 40 * i, 4);
      scores[60 * i + labels[i]] = SCORES[i];
      // The same box once more, weaker.
      System.arraycopy(PIXELS, 4 * i, boxes, 40 * i + 4, 4);
      scores[60 * i + 6 + labels[i]] = .6f;
    }

    assertThree(Reading.detections(BoxesScoresFamily.FACTS, .5f, outputs, scores, boxes));
  }

  @Test
  void scoresOfFaces_haveTheBackgroundFirst_andBoxesInFractions() {
    List<OutputSpec> outputs = List.of(output("scores", 1, 354, 2), output("boxes", 1, 354, 4));
    float[] boxes = new float[354 * 4];
    float[] scores = new float[354 * 2];
    for (int i = 0; i < 354; i++) {
      scores[2 * i] = .99f;
    }
    float[] face = {10f / 96, 12f / 64, 30f / 96, 36f / 64};
    System.arraycopy(face, 0, boxes, 400, 4);
    scores[200] = .1f;
    scores[201] = .9f;

    List<Detection> found = Reading.detections(UltraFaceFamily.FACTS, .7f, outputs, scores, boxes);

    assertThat(found).hasSize(1);
    assertObject(found.getFirst(), 0, .9, 10, 12, 30, 36);
  }

  @ParameterizedTest
  @CsvSource({"background", "BACKGROUND", "__background__", "person"})
  void labels_mayBeginWithTheBackgroundOrWithTheFirstClass(String first) {
    Map<Integer, String> words =
        first.equals("person")
            ? Map.of(0, "person", 1, "bicycle", 2, "car")
            : Map.of(0, first, 1, "person", 2, "bicycle", 3, "car");
    List<OutputSpec> outputs =
        List.of(output("boxes", 1, 4), output("labels", 1), output("scores", 1));
    ReadingSettings settings =
        ReadingSettings.of(.5f, label -> words.getOrDefault(label, Integer.toString(label)));
    ModelFamily family = BoxesLabelsScoresFamily.FACTS;

    List<Detection> found =
        ModelFamilies.ALL
            .reader(family, INPUT, outputs, settings)
            .read(
                FloatTensors.of(new float[] {10, 12, 30, 36}, new float[] {3}, new float[] {.9f}),
                Geometry.STRETCH)
            .detections();

    assertThat(found).extracting(Detection::labelId).containsExactly(2);
    assertThat(found).extracting(Detection::label).containsExactly("car");
  }
}
