package sluice.stage.postprocess;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import sluice.core.Geometry;
import sluice.core.Predictions;
import sluice.core.model.InputSpec;
import sluice.core.model.OutputSpec;

/**
 * The output of a YOLO without objectness, in either of its forms. <i>Columns</i> [1, 4 + C + E, N]
 * have a box, a probability for each of C classes and E more floats, and boxes that overlap.
 * <i>Rows</i> [1, N, 6 + E] are of models that choose among their boxes themselves: a box, its
 * confidence, its class, and E more. What the floats of a box and the further ones mean is for the
 * families to say. Unchanging; any thread may use it.
 */
public final class YoloOutput {
  /** Floats of a box itself. */
  public static final int BOX = 4;

  /** Floats of a row in front of the further ones: a box, its confidence, its class. */
  public static final int ROW = 6;

  private static final int NONE = -1;

  /** Models choose 300 boxes where nothing else is said, or all if there are fewer. */
  private static final int USUAL_ROWS = 300;

  private final int output;
  private final int classes;
  private final int extras;
  private final int boxes;

  /** What takes the boxes of a table. */
  @FunctionalInterface
  public interface Boxes {

    /**
     * Takes a box.
     *
     * @param box its number, by which the table tells the rest of it
     * @param label its class, negative where it has none
     */
    void accept(int box, int label, float confidence);
  }

  private YoloOutput(int output, int classes, int extras, int boxes) {
    this.output = output;
    this.classes = classes;
    this.extras = extras;
    this.boxes = boxes;
  }

  /**
   * An output as columns, whoever asks.
   *
   * @param output its index
   * @param extras further floats of a box
   * @return absent where it has no room for a class
   */
  public static Optional<YoloOutput> columns(int output, OutputSpec spec, int extras) {
    List<Long> shape = spec.shape();
    return Shapes.isTable(shape, 1) && shape.get(1) > BOX + extras
        ? Optional.of(
            new YoloOutput(
                output,
                Math.toIntExact(shape.get(1)) - BOX - extras,
                extras,
                Math.toIntExact(shape.get(2))))
        : Optional.empty();
  }

  /**
   * An output as rows.
   *
   * @param output its index
   * @param extras further floats of a box
   * @return absent where its rows have another length
   */
  public static Optional<YoloOutput> rows(int output, OutputSpec spec, int extras) {
    List<Long> shape = spec.shape();
    return Shapes.isTable(shape, 1) && shape.get(2) == ROW + extras
        ? Optional.of(new YoloOutput(output, 0, extras, 0))
        : Optional.empty();
  }

  /**
   * An output as columns where it has as many boxes as the grids over an input; else as rows where
   * those have the right length; else as columns.
   *
   * @param output its index
   * @param extras further floats of a box
   * @return absent where it is neither
   */
  public static Optional<YoloOutput> either(
      InputSpec input, int output, OutputSpec spec, int extras) {
    return areColumns(input, spec.shape())
        ? columns(output, spec, extras)
        : rows(output, spec, extras).or(() -> columns(output, spec, extras));
  }

  /** Whether a shape has as many columns as boxes over an input. */
  public static boolean areColumns(InputSpec input, List<Long> shape) {
    return Shapes.isTable(shape, 1) && Shapes.isGrid(input, shape.get(2), 1);
  }

  /** Whether a shape could be rows: as few as models choose, each longer than a mere box. */
  public static boolean areRows(InputSpec input, List<Long> shape) {
    return Shapes.isTable(shape, ROW + 1)
        && shape.get(1) <= USUAL_ROWS
        && !areColumns(input, shape);
  }

  /** Whether it has rows, that is, whether the model has chosen among its boxes itself. */
  public boolean isChosen() {
    return classes == 0;
  }

  /** The index of its output. */
  public int output() {
    return output;
  }

  /** How many further floats a box has. */
  public int extras() {
    return extras;
  }

  /**
   * Tells the boxes that reach a threshold, in their order.
   *
   * @param floats those of the output
   */
  public void read(MemorySegment floats, float threshold, Boxes found) {
    if (isChosen()) {
      readRows(floats, threshold, found);
    } else {
      readColumns(floats, threshold, found);
    }
  }

  private void readRows(MemorySegment floats, float threshold, Boxes found) {
    int rows = Math.toIntExact(floats.byteSize() / ((long) (ROW + extras) * Float.BYTES));
    for (int row = 0; row < rows; row++) {
      float confidence = of(floats, row, BOX);
      if (confidence >= threshold) {
        found.accept(row, Candidates.label(of(floats, row, BOX + 1)), confidence);
      }
    }
  }

  private void readColumns(MemorySegment floats, float threshold, Boxes found) {
    float[] probabilities = new float[boxes];
    int[] labels = new int[boxes];
    Arrays.fill(labels, NONE);
    for (int label = 0; label < classes; label++) {
      improve(floats, label, threshold, probabilities, labels);
    }
    for (int box = 0; box < boxes; box++) {
      if (labels[box] != NONE) {
        found.accept(box, labels[box], probabilities[box]);
      }
    }
  }

  /** Goes through a class's probabilities, which lie side by side. */
  private void improve(
      MemorySegment floats, int label, float threshold, float[] probabilities, int[] labels) {
    long first = (long) (BOX + label) * boxes;
    for (int box = 0; box < boxes; box++) {
      float probability = floats.getAtIndex(ValueLayout.JAVA_FLOAT, first + box);
      if (probability >= threshold && (labels[box] == NONE || probability > probabilities[box])) {
        probabilities[box] = probability;
        labels[box] = label;
      }
    }
  }

  /** What the boxes of an inference are counted in. */
  public BoxUnits units(MemorySegment floats, InputSpec input) {
    return isChosen()
        ? BoxUnits.ofChosenRows(input, floats, ROW + extras)
        : BoxUnits.ofCentres(input, floats, 0, 1, boxes);
  }

  /**
   * A float of a box itself.
   *
   * @param place 0 to 3
   */
  public float of(MemorySegment floats, int box, int place) {
    long index = isChosen() ? (long) box * (ROW + extras) + place : (long) place * boxes + box;
    return floats.getAtIndex(ValueLayout.JAVA_FLOAT, index);
  }

  /**
   * A further float of a box.
   *
   * @param place from 0
   */
  public float extra(MemorySegment floats, int box, int place) {
    return of(floats, box, (isChosen() ? ROW : BOX + classes) + place);
  }

  /** Whether all further floats of a box are finite. */
  public boolean hasFiniteExtras(MemorySegment floats, int box) {
    for (int place = 0; place < extras; place++) {
      if (!Float.isFinite(extra(floats, box, place))) {
        return false;
      }
    }
    return true;
  }

  /**
   * Adds a box to candidates as most families have it: centre and size in columns, corners in rows.
   *
   * @param units those of its boxes
   * @return whether it got in
   */
  public boolean add(
      MemorySegment floats,
      int box,
      int label,
      float confidence,
      BoxUnits units,
      Candidates candidates) {
    float first = of(floats, box, 0) * units.x();
    float second = of(floats, box, 1) * units.y();
    float third = of(floats, box, 2) * units.x();
    float fourth = of(floats, box, 3) * units.y();
    return isChosen()
        ? candidates.add(label, confidence, first, second, third, fourth)
        : candidates.addCentred(label, confidence, first, second, third, fourth);
  }

  /**
   * Collects the boxes that reach the threshold and whose further floats are finite, as {@link
   * #add} adds them, each with its number as its origin.
   *
   * @param floats those of the output
   * @param units those of its boxes
   */
  public Candidates candidates(MemorySegment floats, BoxUnits units, ReadingSettings settings) {
    Candidates candidates = new Candidates(settings);
    read(
        floats,
        settings.threshold(),
        (box, label, confidence) -> {
          if (hasFiniteExtras(floats, box)
              && add(floats, box, label, confidence, units, candidates)) {
            candidates.origin(box);
          }
        });
    return candidates;
  }

  /**
   * The candidates that stay: the strongest where the model has chosen itself, else those that are
   * left after suppression.
   *
   * @param iou greatest overlap that two objects of a class may have, intersection over union
   */
  public Predictions select(
      Candidates candidates, float iou, Geometry geometry, Candidates.Shaper shaper) {
    return isChosen()
        ? candidates.strongest(NonMaximumSuppression.MOST, geometry, shaper)
        : NonMaximumSuppression.apply(candidates, iou, geometry, shaper);
  }
}
