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
  /** Of boxes that a model has chosen, one with all edges within two pixels is no object. */
  private static final float LEAST_PIXELS = 2;

  private static final BoxUnits FRACTIONS = new BoxUnits(1, 1);

  /**
   * The units of boxes of a grid. Their centres lie all over the input, so that the greatest is
   * near 1 or near the input's width; what untrained models write is still nearer to one than to
   * the other.
   *
   * @param first index of the first centre's x
   * @param step from a centre's x to the next one's
   * @param count how many there are
   */
  static BoxUnits ofCentres(
      InputSpec input, MemorySegment floats, long first, long step, long count) {
    return of(input, (float) Math.sqrt(input.width()), floats, first, step, count);
  }

  /**
   * The units of a grid's boxes in rows that begin with their centres.
   *
   * @param floats all of the table
   * @param columns floats of a row
   */
  public static BoxUnits ofRows(InputSpec input, MemorySegment floats, int columns) {
    return ofCentres(input, floats, 0, columns, rows(floats, columns));
  }

  /**
   * The units of boxes that a model has chosen, in rows that begin with them.
   *
   * @param floats all of the table
   * @param columns floats of a row
   */
  public static BoxUnits ofChosenRows(InputSpec input, MemorySegment floats, int columns) {
    for (int place = 0; place < YoloOutput.BOX; place++) {
      BoxUnits units = of(input, LEAST_PIXELS, floats, place, columns, rows(floats, columns));
      if (!units.equals(FRACTIONS)) {
        return units;
      }
    }
    return FRACTIONS;
  }

  private static long rows(MemorySegment floats, int columns) {
    return floats.byteSize() / ((long) columns * Float.BYTES);
  }

  /** Fractions where no float is above a limit. */
  private static BoxUnits of(
      InputSpec input, float limit, MemorySegment floats, long first, long step, long count) {
    for (long i = 0; i < count; i++) {
      if (floats.getAtIndex(ValueLayout.JAVA_FLOAT, first + i * step) > limit) {
        return new BoxUnits(input.width(), input.height());
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
