package sluice.stage.postprocess;

import static org.assertj.core.api.Assertions.assertThat;
import static sluice.stage.postprocess.Reading.assertObject;
import static sluice.stage.postprocess.Reading.detections;
import static sluice.stage.postprocess.Reading.output;

import java.util.List;
import org.junit.jupiter.api.Test;
import sluice.app.ModelFamilies;
import sluice.core.Box;
import sluice.core.Detection;
import sluice.core.Geometry;
import sluice.core.model.OutputSpec;
import sluice.stage.postprocess.endtoend.YoloEndToEndFamily;
import sluice.stage.postprocess.yolov5.YoloV5Family;
import sluice.stage.postprocess.yolov8.YoloV8Family;
import sluice.stage.postprocess.yolox.YoloxFamily;

/** Cases of the YOLO families that were worked out by hand. */
class YoloPostprocessorTest {
  private static final int CELLS = 126;
  private static final List<OutputSpec> ROWS = List.of(output("output0", 1, 378, 7));
  private static final List<OutputSpec> COLUMNS = List.of(output("output0", 1, 6, CELLS));
  private static final List<OutputSpec> CELL_ROWS = List.of(output("output", 1, CELLS, 7));
  private static final List<OutputSpec> SIFTED = List.of(output("output0", 1, 5, 6));

  @Test
  void yoloV5_isObjectnessTimesTheLikeliestClass() {
    float[] rows = new float[378 * 7];
    row(rows, 5, 48, 32, 24, 16, .8f, .1f, .5f);
    row(rows, 377, 90, 60, 20, 20, .5f, .9f, .2f);
    row(rows, 100, 10, 10, 4, 4, .5f, .4f, .3f);

    List<Detection> found = detections(YoloV5Family.FACTS, .3f, ROWS, rows);

    assertThat(found).hasSize(2);
    assertObject(found.get(0), 0, .45, 80, 50, 96, 64);
    assertObject(found.get(1), 1, .4, 36, 24, 60, 40);
  }

  @Test
  void yoloV8_hasAColumnForEachBox() {
    float[] columns = new float[6 * CELLS];
    column(columns, 3, 48, 32, 24, 16, .1f, .5f);
    column(columns, 125, 20, 20, 10, 10, .6f, .55f);
    column(columns, 60, 70, 20, 10, 10, .29f, .29f);

    List<Detection> found = detections(YoloV8Family.FACTS, .3f, COLUMNS, columns);

    assertThat(found).hasSize(2);
    assertObject(found.get(0), 0, .6, 15, 15, 25, 25);
    assertObject(found.get(1), 1, .5, 36, 24, 60, 40);
  }

  @Test
  void ofOverlappingBoxesOfAClass_theMostConfidentOneStays() {
    float[] columns = new float[6 * CELLS];
    column(columns, 0, 30, 30, 20, 20, .5f, 0);
    column(columns, 1, 32, 30, 20, 20, .7f, 0);
    column(columns, 2, 31, 30, 20, 20, 0, .6f);
    column(columns, 3, 50, 30, 20, 20, .4f, 0);

    List<Detection> found = detections(YoloV8Family.FACTS, .3f, COLUMNS, columns);

    assertThat(found).hasSize(3);
    assertObject(found.get(0), 0, .7, 22, 20, 42, 40);
    assertObject(found.get(1), 1, .6, 21, 20, 41, 40);
    assertObject(found.get(2), 0, .4, 40, 20, 60, 40);
  }

  @Test
  void anOverlapOfJustTheLimit_isTwoObjects() {
    float[] columns = new float[6 * CELLS];
    // 20x20 twice, 10 apart: 200 in common of 600.
    column(columns, 0, 30, 30, 20, 20, .5f, 0);
    column(columns, 1, 40, 30, 20, 20, .7f, 0);

    assertThat(kept(columns, .3334f)).isEqualTo(2);
    assertThat(kept(columns, .3332f)).isEqualTo(1);
  }

  private static int kept(float[] columns, float iou) {
    ReadingSettings settings = new ReadingSettings(.3f, iou, 5, false, Integer::toString);
    return ModelFamilies.ALL
        .reader(YoloV8Family.FACTS, Reading.INPUT, COLUMNS, settings)
        .read(FloatTensors.of(columns), Geometry.STRETCH)
        .detections()
        .size();
  }

  @Test
  void boxes_areMappedOutOfALetterbox() {
    float[] columns = new float[6 * CELLS];
    column(columns, 0, 48, 32, 24, 16, .5f, 0);
    Geometry geometry = Geometry.ofPixels(0, 16, 96, 32, 96, 64);

    Box box = detections(YoloV8Family.FACTS, .3f, geometry, COLUMNS, columns).getFirst().box();

    assertThat(List.of(box.xMin(), box.yMin(), box.xMax(), box.yMax()))
        .containsExactly(.375f, .25f, .625f, .75f);
  }

  @Test
  void yoloX_isRelativeToCellsOfThreeGrids() {
    float[] rows = new float[CELLS * 7];
    float two = (float) Math.log(2);
    // Second row, third column of 8 pixel cells, of which a row has 12.
    row(rows, 14, .5f, .25f, two, 0, .9f, .5f, .1f);
    // First cell of 16 pixels: after 12 * 8 cells.
    row(rows, 96, 1, 1, 0, two, .5f, .2f, .8f);
    // Last cell of 32 pixels: column 2, row 1.
    row(rows, 125, 0, 0, 0, 0, 1, 0, .6f);

    List<Detection> found = detections(YoloxFamily.FACTS, .3f, CELL_ROWS, rows);

    assertThat(found).hasSize(3);
    assertObject(found.get(0), 1, .6, 48, 16, 80, 48);
    assertObject(found.get(1), 0, .45, 12, 6, 28, 14);
    assertObject(found.get(2), 1, .4, 8, 0, 24, 32);
  }

  @Test
  void endToEnd_isTakenAsItIs() {
    float[] rows = new float[30];
    rows(rows, 0, 6, 10, 20, 30, 40, .5f, 3);
    rows(rows, 1, 6, 11, 20, 31, 40, .9f, 3);
    rows(rows, 2, 6, -5, 50, 200, 70, .4f, 79);
    rows(rows, 3, 6, 1, 1, 2, 2, .2f, 1);

    List<Detection> found = detections(YoloEndToEndFamily.FACTS, .3f, SIFTED, rows);

    assertThat(found).hasSize(3);
    assertObject(found.get(0), 3, .9, 11, 20, 31, 40);
    assertObject(found.get(1), 3, .5, 10, 20, 30, 40);
    assertObject(found.get(2), 79, .4, 0, 50, 96, 64);
  }

  private static void row(float[] floats, int row, float... values) {
    rows(floats, row, 7, values);
  }

  private static void rows(float[] floats, int row, int columns, float... values) {
    System.arraycopy(values, 0, floats, row * columns, values.length);
  }

  private static void column(float[] floats, int column, float... values) {
    for (int i = 0; i < values.length; i++) {
      floats[i * CELLS + column] = values[i];
    }
  }
}
