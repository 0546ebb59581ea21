package sluice.stage.postprocess;

import static org.assertj.core.api.Assertions.assertThat;
import static sluice.stage.postprocess.Reading.assertObject;
import static sluice.stage.postprocess.Reading.detections;
import static sluice.stage.postprocess.Reading.output;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import sluice.core.Detection;
import sluice.core.model.OutputSpec;
import sluice.stage.postprocess.boxeslabels.BoxesLabelsFamily;
import sluice.stage.postprocess.detr.DetrFamily;
import sluice.stage.postprocess.endtoend.RtDetrEndToEndFamily;
import sluice.stage.postprocess.rfdetr.RfDetrFamily;
import sluice.stage.postprocess.rtdetr.RtDetrFamily;

/** Cases of the DETR families that were worked out by hand. */
class QueryPostprocessorTest {
  private static final List<OutputSpec> TWO =
      List.of(output("logits", 1, 2, 3), output("pred_boxes", 1, 2, 4));
  private static final float[] BOXES = {.5f, .5f, .25f, .25f, .25f, .5f, .5f, 1};

  @Test
  void detr_isSoftmaxWithNoObjectAsTheLastClass() {
    // Of the first query 1, 3 and 4 parts of 8; of the second one "no object" has 98 of 100.
    float[] logits = logs(1, 3, 4, 1, 1, 98);

    List<Detection> found = detections(DetrFamily.FACTS, .3f, TWO, logits, BOXES);

    assertThat(found).hasSize(1);
    assertObject(found.getFirst(), 1, .375, 36, 24, 60, 40);
  }

  @Test
  void rtDetr_givesAQuerySeveralClasses() {
    float three = (float) Math.log(3);
    float[] logits = {three, 0, -three, -9, -9, 2 * three};

    List<Detection> found = detections(RtDetrFamily.FACTS, .3f, TWO, logits, BOXES);

    assertThat(found).hasSize(2);
    assertObject(found.get(0), 2, .9, 0, 0, 48, 64);
    assertObject(found.get(1), 0, .75, 36, 24, 60, 40);
  }

  @Test
  void rtDetr_countsAsManyObjectsAsThereAreQueries() {
    float[] logits = {1, 2, 3, 4, 5, 6};

    assertThat(detections(RtDetrFamily.FACTS, .1f, TWO, logits, BOXES))
        .extracting(Detection::labelId)
        .containsExactly(2, 1);
  }

  @Test
  void rfDetr_hasABackground_unlessItsColumnsAreCocosNumbers() {
    float three = (float) Math.log(3);
    float[] logits = {three, -9, 9, -9, -9, 9};
    List<OutputSpec> named = List.of(output("dets", 1, 2, 4), output("labels", 1, 2, 3));

    List<Detection> found = detections(RfDetrFamily.FACTS, .3f, named, BOXES, logits);

    assertThat(found).hasSize(1);
    assertObject(found.getFirst(), 0, .75, 36, 24, 60, 40);
    float[] coco = new float[91];
    Arrays.fill(coco, -9);
    coco[90] = three;
    assertThat(
            detections(
                RfDetrFamily.FACTS,
                .3f,
                List.of(output("dets", 1, 1, 4), output("labels", 1, 1, 91)),
                new float[] {.5f, .5f, .25f, .25f},
                coco))
        .extracting(Detection::labelId)
        .containsExactly(90);
  }

  @Test
  void rtDetr_readsBoxesAndProbabilitiesOfOneOutput() {
    List<OutputSpec> one = List.of(output("output0", 1, 2, 6));
    float[] rows = {.5f, .5f, .25f, .25f, .1f, .2f, .25f, .5f, .5f, 1, .4f, .3f};

    List<Detection> found = detections(RtDetrFamily.FACTS, .3f, one, rows);

    assertThat(found).hasSize(1);
    assertObject(found.getFirst(), 0, .4, 0, 0, 48, 64);
  }

  @Test
  void rtDetr_endToEndHasAConfidenceAndAClass() {
    List<OutputSpec> one = List.of(output("output0", 1, 2, 6));
    float[] rows = {.5f, .5f, .25f, .25f, .1f, 1, .25f, .5f, .5f, 1, .4f, 3};

    List<Detection> found = detections(RtDetrEndToEndFamily.FACTS, .3f, one, rows);

    assertThat(found).hasSize(1);
    assertObject(found.getFirst(), 3, .4, 0, 0, 48, 64);
  }

  @Test
  void names_tellBoxesFromFourClasses() {
    List<OutputSpec> alike = List.of(output("pred_boxes", 1, 1, 4), output("logits", 1, 1, 4));
    float[] box = {.5f, .5f, .25f, .25f};
    float[] logits = {-9, -9, 9, -9};

    assertObject(
        detections(RtDetrFamily.FACTS, .3f, alike, box, logits).getFirst(),
        2,
        1 / (1 + Math.exp(-9)),
        36,
        24,
        60,
        40);
  }

  @Test
  void boxesAndLabels_areTakenAsTheyAre() {
    List<OutputSpec> outputs = List.of(output("labels", 3), output("boxes", 3, 5));
    float[] labels = {7, 1, -1};
    float[] boxes = {10, 20, 30, 40, .5f, -5, 50, 200, 70, .9f, 1, 1, 2, 2, .8f};

    List<Detection> found = detections(BoxesLabelsFamily.FACTS, .3f, outputs, labels, boxes);

    assertThat(found).hasSize(2);
    assertObject(found.get(0), 1, .9, 0, 50, 96, 64);
    assertObject(found.get(1), 7, .5, 10, 20, 30, 40);
  }

  @Test
  void boxesAndLabels_mayBeAnyNumber() {
    List<OutputSpec> outputs = List.of(output("boxes", 1, -1, 5), output("labels", 1, -1));

    assertThat(detections(BoxesLabelsFamily.FACTS, .3f, outputs, new float[0], new float[0]))
        .isEmpty();
    assertThat(
            detections(
                BoxesLabelsFamily.FACTS,
                .3f,
                outputs,
                new float[] {1, 2, 3, 4, .5f},
                new float[] {2}))
        .hasSize(1);
  }

  private static float[] logs(double... parts) {
    float[] logs = new float[parts.length];
    for (int i = 0; i < parts.length; i++) {
      logs[i] = (float) Math.log(parts[i]);
    }
    return logs;
  }
}
