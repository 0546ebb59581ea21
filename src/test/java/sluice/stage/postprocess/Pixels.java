package sluice.stage.postprocess;

import java.util.BitSet;
import java.util.List;
import sluice.core.Mask;
import sluice.core.Point;
import sluice.core.model.InputSpec;

/** Masks as pixels of an input, row by row, so that they can be compared with others' masks. */
final class Pixels {
  private Pixels() {}

  /** The pixels whose middles lie inside a mask, by the even-odd rule. */
  static BitSet of(Mask mask, InputSpec input) {
    BitSet pixels = new BitSet();
    for (int y = 0; y < input.height(); y++) {
      for (int x = 0; x < input.width(); x++) {
        float left = (x + 0.5f) / input.width();
        float top = (y + 0.5f) / input.height();
        boolean inside = mask.rings().stream().filter(ring -> has(ring, left, top)).count() % 2 > 0;
        pixels.set(y * input.width() + x, inside);
      }
    }
    return pixels;
  }

  private static boolean has(List<Point> ring, float x, float y) {
    boolean inside = false;
    Point last = ring.getLast();
    for (Point next : ring) {
      if (next.y() > y != last.y() > y
          && x < (last.x() - next.x()) * (y - next.y()) / (last.y() - next.y()) + next.x()) {
        inside = !inside;
      }
      last = next;
    }
    return inside;
  }

  /**
   * The pixels that differ though the expected mask has no edge there, nor right beside; beyond the
   * input lies nothing.
   */
  static BitSet wrong(BitSet drawn, BitSet expected, InputSpec input) {
    BitSet wrong = (BitSet) drawn.clone();
    wrong.xor(expected);
    for (int at = wrong.nextSetBit(0); at >= 0; at = wrong.nextSetBit(at + 1)) {
      wrong.set(at, !isEdge(expected, at, input));
    }
    return wrong;
  }

  private static boolean isEdge(BitSet mask, int at, InputSpec input) {
    int x = at % input.width();
    int y = at / input.width();
    for (int row = y - 1; row <= y + 1; row++) {
      for (int column = x - 1; column <= x + 1; column++) {
        boolean there =
            row >= 0
                && row < input.height()
                && column >= 0
                && column < input.width()
                && mask.get(row * input.width() + column);
        if (there != mask.get(at)) {
          return true;
        }
      }
    }
    return false;
  }

  /** How many pixels two masks have in common. */
  static int common(BitSet one, BitSet other) {
    BitSet both = (BitSet) one.clone();
    both.and(other);
    return both.cardinality();
  }

  /** How many pixels are of either mask. */
  static int either(BitSet one, BitSet other) {
    BitSet any = (BitSet) one.clone();
    any.or(other);
    return any.cardinality();
  }
}
