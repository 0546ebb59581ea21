package sluice.stage.motion;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import sluice.core.Box;
import sluice.core.Orientation;
import sluice.core.Picture;
import sluice.core.Point;

/**
 * A grid of square cells over stored pictures of one size and format, about 100 on the shorter
 * side, each as bright as the mean of some of its pixels. Immutable.
 */
final class LumaGrid {
  private static final int LINES = 100;
  private static final int MOST_CELLS = 22_000;
  private static final int LONG_BYTES = 8;
  private static final int INT_BYTES = 4;
  private static final long EVEN_BYTES = 0x00FF00FF00FF00FFL;
  private static final long SUM_OF_SHORTS = 0x0001000100010001L;
  private static final int SUM_SHIFT = 48;

  private final String format;
  private final int width;
  private final int height;
  private final Orientation orientation;
  private final LumaFormat luma;

  /** Pixels of a cell's side. */
  private final int cell;

  private final int columns;
  private final int rows;

  /** A grid for pictures like this one, whose format has brightness as given. */
  LumaGrid(Picture picture, LumaFormat luma) {
    this.luma = luma;
    format = picture.format();
    width = picture.width();
    height = picture.height();
    orientation = picture.orientation();
    int side = Math.max(1, Math.round((float) Math.min(width, height) / LINES));
    while ((long) (width / side) * (height / side) > MOST_CELLS) {
      side++;
    }
    cell = side;
    columns = Math.max(1, width / side);
    rows = Math.max(1, height / side);
  }

  int columns() {
    return columns;
  }

  int rows() {
    return rows;
  }

  int cells() {
    return columns * rows;
  }

  /** Whether a picture has the size, format and orientation that the grid is for. */
  boolean fits(Picture picture) {
    return picture.width() == width
        && picture.height() == height
        && picture.format().equals(format)
        && picture.orientation().equals(orientation);
  }

  /** The middle of a cell in the displayed picture. */
  Point middle(int index) {
    int row = index / columns;
    int column = index % columns;
    return shown((column + 0.5) * cell / width, (row + 0.5) * cell / height);
  }

  /** A box of cells in the displayed picture; the last row and column belong to it. */
  Box box(int left, int top, int right, int bottom) {
    Point one = shown((double) left * cell / width, (double) top * cell / height);
    Point other = shown((right + 1.0) * cell / width, (bottom + 1.0) * cell / height);
    return new Box(
        Math.min(one.x(), other.x()),
        Math.min(one.y(), other.y()),
        Math.max(one.x(), other.x()),
        Math.max(one.y(), other.y()));
  }

  private Point shown(double u, double v) {
    double x;
    double y;
    switch (orientation.clockwiseDegrees()) {
      case 90 -> {
        x = 1 - v;
        y = u;
      }
      case 180 -> {
        x = 1 - u;
        y = 1 - v;
      }
      case 270 -> {
        x = v;
        y = 1 - u;
      }
      default -> {
        x = u;
        y = v;
      }
    }
    return new Point((float) (orientation.mirrored() ? 1 - x : x), (float) y);
  }

  /**
   * Reads a picture that fits.
   *
   * @param grey gets the brightness of each cell, 0 to 255, row after row
   */
  void read(Picture picture, float[] grey) {
    MemorySegment plane = picture.plane(0);
    int stride = picture.stride(0);
    // Rows may go upwards in memory; the segment begins with the lowest address.
    long first = stride < 0 ? -(long) stride * (height - 1) : 0;
    for (int row = 0; row < rows; row++) {
      int upper = row * cell + Math.min(cell, height) / 4;
      int lower = Math.min(height - 1, row * cell + Math.min(cell, height) * 3 / 4);
      long one = first + (long) upper * stride;
      long other = first + (long) lower * stride;
      if (!luma.isDense() || cell < INT_BYTES) {
        readSamples(plane, one, other, row * columns, grey);
      } else if (cell < LONG_BYTES) {
        readInts(plane, one, other, row * columns, grey);
      } else {
        readLongs(plane, one, other, row * columns, grey);
      }
    }
  }

  /** Eight neighbours of each of two lines: sums of bytes within a register. */
  private void readLongs(MemorySegment plane, long one, long other, int to, float[] grey) {
    int within = (cell - LONG_BYTES) / 2;
    for (int column = 0; column < columns; column++) {
      long x = (long) column * cell + within;
      long a = plane.get(ValueLayout.JAVA_LONG_UNALIGNED, one + x);
      long b = plane.get(ValueLayout.JAVA_LONG_UNALIGNED, other + x);
      long pairs = (a & EVEN_BYTES) + ((a >>> 8) & EVEN_BYTES);
      pairs += (b & EVEN_BYTES) + ((b >>> 8) & EVEN_BYTES);
      grey[to + column] = (int) ((pairs * SUM_OF_SHORTS) >>> SUM_SHIFT) * (1f / (2 * LONG_BYTES));
    }
  }

  private void readInts(MemorySegment plane, long one, long other, int to, float[] grey) {
    int within = (cell - INT_BYTES) / 2;
    for (int column = 0; column < columns; column++) {
      long x = (long) column * cell + within;
      long a = Integer.toUnsignedLong(plane.get(ValueLayout.JAVA_INT_UNALIGNED, one + x));
      long b = Integer.toUnsignedLong(plane.get(ValueLayout.JAVA_INT_UNALIGNED, other + x));
      long both = a | (b << Integer.SIZE);
      long pairs = (both & EVEN_BYTES) + ((both >>> 8) & EVEN_BYTES);
      grey[to + column] = (int) ((pairs * SUM_OF_SHORTS) >>> SUM_SHIFT) * (1f / (2 * INT_BYTES));
    }
  }

  /** Two pixels of each of two lines, of any format. */
  private void readSamples(MemorySegment plane, long one, long other, int to, float[] grey) {
    float scale = 255f / (4 * ((1 << luma.bits()) - 1));
    for (int column = 0; column < columns; column++) {
      int left = column * cell + Math.min(cell, width) / 4;
      int right = Math.min(width - 1, column * cell + Math.min(cell, width) * 3 / 4);
      long a = (long) left * luma.step() + luma.offset();
      long b = (long) right * luma.step() + luma.offset();
      int sum =
          sample(plane, one + a)
              + sample(plane, one + b)
              + sample(plane, other + a)
              + sample(plane, other + b);
      grey[to + column] = sum * scale;
    }
  }

  private int sample(MemorySegment plane, long at) {
    if (luma.bits() == 8) {
      return plane.get(ValueLayout.JAVA_BYTE, at) & 0xFF;
    }
    short value =
        plane.get(
            ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(
                luma.bigEndian() ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN),
            at);
    return (value & 0xFFFF) >>> luma.shift();
  }
}
