package sluice.stage.postprocess;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import sluice.core.model.InputSpec;

/**
 * What a YOLO counts its boxes in. Its makers' code gives pixels of the input; exports to
 * TensorFlow Lite, those of YOLOv5 to TensorFlow, and what is converted from these, give fractions
 * of it, which quantisation spares. Nothing but the numbers says which: metadata are the same.
 * (ultralytics/ultralytics, utils/export/litert.py; ultralytics/yolov5, models/tf.py.)
 *
 * @param width the input's width: its pixels, or 1
 * @param height the input's height: its pixels, or 1
 */
public record BoxUnits(float width, float height) {
  /** Fractions are greater than 1 only by what a box sticks out of the input. */
  private static final float GREATEST_FRACTION = 2;

  private static final BoxUnits FRACTIONS = new BoxUnits(1, 1);

  /**
   * The units of floats of boxes: fractions where none is too great for one. The boxes of a grid
   * lie all over the input, so that many are in pixels; of boxes that a model has chosen, one with
   * all edges within two pixels is no object.
   *
   * @param first index of the first float
   * @param step from a float to the next one
   * @param count how many there are
   */
  static BoxUnits of(InputSpec input, MemorySegment floats, long first, long step, long count) {
    for (long i = 0; i < count; i++) {
      if (floats.getAtIndex(ValueLayout.JAVA_FLOAT, first + i * step) > GREATEST_FRACTION) {
        return new BoxUnits(input.width(), input.height());
      }
    }
    return FRACTIONS;
  }

  /**
   * The units of a table of rows that begin with centres of boxes.
   *
   * @param floats all of the table
   * @param columns floats of a row
   */
  public static BoxUnits ofRows(InputSpec input, MemorySegment floats, int columns) {
    return of(input, floats, 0, columns, floats.byteSize() / ((long) columns * Float.BYTES));
  }

  /**
   * The units of a table of rows that begin with corners of boxes.
   *
   * @param floats all of the table
   * @param columns floats of a row
   */
  public static BoxUnits ofChosenRows(InputSpec input, MemorySegment floats, int columns) {
    long rows = floats.byteSize() / ((long) columns * Float.BYTES);
    for (int corner = 0; corner < YoloOutput.BOX; corner++) {
      BoxUnits units = of(input, floats, corner, columns, rows);
      if (!units.equals(FRACTIONS)) {
        return units;
      }
    }
    return FRACTIONS;
  }

  /** What a float of 1 is in fractions of the input's width. */
  public float x() {
    return 1f / width;
  }

  /** What a float of 1 is in fractions of the input's height. */
  public float y() {
    return 1f / height;
  }
}
