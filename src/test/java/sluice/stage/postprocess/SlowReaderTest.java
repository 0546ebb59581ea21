package sluice.stage.postprocess;

import static org.assertj.core.api.Assertions.assertThat;
import static sluice.stage.postprocess.Reading.INPUT;
import static sluice.stage.postprocess.Reading.output;

import java.util.List;
import java.util.Random;
import org.assertj.core.api.recursive.comparison.RecursiveComparisonConfiguration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import sluice.app.ModelFamilies;
import sluice.core.Detection;
import sluice.core.Geometry;
import sluice.core.model.ModelFamily;
import sluice.core.model.OutputSpec;
import sluice.stage.postprocess.detr.DetrFamily;
import sluice.stage.postprocess.endtoend.YoloEndToEndFamily;
import sluice.stage.postprocess.rtdetr.RtDetrFamily;
import sluice.stage.postprocess.yolov5.YoloV5Family;
import sluice.stage.postprocess.yolov8.YoloV8Family;
import sluice.stage.postprocess.yolox.YoloxFamily;

/** The readers find in random outputs what {@link SlowReader} finds. */
class SlowReaderTest {
  private static final float THRESHOLD = .3f;
  private static final float IOU = .3f;
  private static final int CELLS = 126;
  private static final int CLASSES = 3;

  private static final RecursiveComparisonConfiguration NEARLY =
      RecursiveComparisonConfiguration.builder()
          .withComparatorForType(
              (a, b) -> Math.abs(a - b) <= 1e-5f ? 0 : Float.compare(a, b), Float.class)
          .build();

  private final SlowReader slow = new SlowReader(INPUT, THRESHOLD, IOU);

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void yoloV5_readsAsThePlainReader(long seed) {
    float[] floats = floats(seed, 378 * 8, 8, 4, 0, 1);
    for (float[] row : SlowReader.rows(floats, 8)) {
      int label = SlowReader.greatest(row, 5, 8);
      slow.centred(label, row[4] * row[5 + label], row[0], row[1], row[2], row[3]);
    }
    assertSame(YoloV5Family.FACTS, List.of(output("o", 1, 378, 8)), slow.suppressed(), floats);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void yoloV8_readsAsThePlainReader(long seed) {
    float[][] rows = SlowReader.rows(floats(seed, CELLS * 7, 7, 4, 0, 1), 7);
    for (float[] row : rows) {
      int label = SlowReader.greatest(row, 4, 7);
      slow.centred(label, row[4 + label], row[0], row[1], row[2], row[3]);
    }
    float[] floats = flat(SlowReader.transposed(rows));
    assertSame(YoloV8Family.FACTS, List.of(output("o", 1, 7, CELLS)), slow.suppressed(), floats);
    assertSame(
        YoloV8Family.FACTS,
        List.of(output("o", 1, CELLS, 7)),
        slow.suppressed(),
        floats(seed, CELLS * 7, 7, 4, 0, 1));
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void yoloX_readsAsThePlainReader(long seed) {
    float[] floats = floats(seed, CELLS * 8, 8, 4, 0, 1);
    float[][] rows = SlowReader.rows(floats, 8);
    int next = 0;
    for (int step : new int[] {8, 16, 32}) {
      for (int y = 0; y < 64; y += step) {
        for (int x = 0; x < 96; x += step) {
          float[] row = rows[next++];
          // Boxes in pixels are far too large here; a hundredth is about a cell.
          for (int i = 0; i < 4; i++) {
            row[i] /= 100;
          }
          int label = SlowReader.greatest(row, 5, 8);
          slow.centred(
              label,
              row[4] * row[5 + label],
              x + row[0] * step,
              y + row[1] * step,
              Math.exp(row[2]) * step,
              Math.exp(row[3]) * step);
        }
      }
    }
    assertThat(next).isEqualTo(CELLS);
    assertSame(YoloxFamily.FACTS, List.of(output("o", 1, CELLS, 8)), slow.suppressed(), flat(rows));
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void endToEnd_readsAsThePlainReader(long seed) {
    float[][] rows = SlowReader.rows(floats(seed, 40 * 6, 6, 4, 0, 1), 6);
    for (float[] row : rows) {
      row[2] += row[0];
      row[3] += row[1];
      row[5] = Math.round(row[5] * 50);
      slow.corners((int) row[5], row[4], row[0], row[1], row[2], row[3]);
    }
    assertSame(YoloEndToEndFamily.FACTS, List.of(output("o", 1, 40, 6)), slow.sorted(), flat(rows));
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void detr_readsAsThePlainReader(long seed) {
    float[][] logits = SlowReader.rows(floats(seed, 40 * 4, 4, 0, -2, 3), 4);
    float[] boxes = floats(seed + 10, 40 * 4, 4, 0, 0, 1);
    for (int query = 0; query < 40; query++) {
      double sum = 0;
      for (float logit : logits[query]) {
        sum += Math.exp(logit);
      }
      int label = SlowReader.greatest(logits[query], 0, CLASSES);
      addQuery(label, (float) (Math.exp(logits[query][label]) / sum), boxes, query);
    }
    List<OutputSpec> outputs = List.of(output("l", 1, 40, 4), output("boxes", 1, 40, 4));
    assertSame(DetrFamily.FACTS, outputs, slow.sorted(), flat(logits), boxes);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void rtDetr_readsAsThePlainReader(long seed) {
    float[][] logits = SlowReader.rows(floats(seed, 40 * CLASSES, CLASSES, 0, -6, 1), CLASSES);
    float[] boxes = floats(seed + 10, 40 * 4, 4, 0, 0, 1);
    for (int query = 0; query < 40; query++) {
      for (int label = 0; label < CLASSES; label++) {
        addQuery(label, (float) (1 / (1 + Math.exp(-logits[query][label]))), boxes, query);
      }
    }
    List<OutputSpec> outputs = List.of(output("l", 1, 40, CLASSES), output("b", 1, 40, 4));
    assertThat(slow.sorted()).hasSizeLessThan(40);
    assertSame(RtDetrFamily.FACTS, outputs, slow.sorted(), flat(logits), boxes);
  }

  private void addQuery(int label, float confidence, float[] boxes, int query) {
    int first = query * 4;
    slow.centred(
        label,
        confidence,
        boxes[first] * 96.0,
        boxes[first + 1] * 64.0,
        boxes[first + 2] * 96.0,
        boxes[first + 3] * 64.0);
  }

  private static void assertSame(
      ModelFamily family, List<OutputSpec> outputs, List<Detection> expected, float[]... floats) {
    ReadingSettings settings = new ReadingSettings(THRESHOLD, IOU, 5, false, Integer::toString);
    List<Detection> found =
        ModelFamilies.ALL
            .reader(family, INPUT, outputs, settings)
            .read(FloatTensors.of(floats), Geometry.STRETCH)
            .detections();
    assertThat(expected).hasSizeGreaterThan(5);
    assertThat(found)
        .usingRecursiveFieldByFieldElementComparator(NEARLY)
        .containsExactlyElementsOf(SlowReader.clamped(expected));
  }

  /**
   * Random rows: the first columns are a box within the input in pixels, up to 40 wide, the others
   * are anything between least and most.
   */
  private static float[] floats(
      long seed, int count, int columns, int boxColumns, float least, float most) {
    Random random = new Random(seed);
    float[] floats = new float[count];
    for (int i = 0; i < count; i++) {
      int column = i % columns;
      float greatest = column < 2 ? 90 : 40;
      floats[i] =
          column < boxColumns
              ? random.nextFloat() * greatest
              : least + random.nextFloat() * (most - least);
    }
    return floats;
  }

  private static float[] flat(float[][] rows) {
    float[] all = new float[rows.length * rows[0].length];
    for (int i = 0; i < rows.length; i++) {
      System.arraycopy(rows[i], 0, all, i * rows[0].length, rows[0].length);
    }
    return all;
  }
}
