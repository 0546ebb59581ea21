package sluice.stage.motion;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import sluice.core.Box;

/**
 * Connected regions of cells that move, with all eight neighbours, of which one at least differs
 * strongly from the background (hysteresis, as in Canny, PAMI 8(6), 1986). For one thread.
 */
final class Regions {
  private static final int MOST_BOXES = 16;
  private static final float STRONG = 1;

  /** Regions that are no further apart, in cells, are shown as one. */
  private static final int NEAR = 3;

  private final LumaGrid grid;
  private final boolean[] counts;
  private final int[] open;
  private final boolean[] taken;

  /** A region's box in cells, its last row and column included, and how many cells it has. */
  private record Region(int cells, int left, int top, int right, int bottom) {
    boolean isNear(Region other) {
      return left <= other.right + NEAR
          && other.left <= right + NEAR
          && top <= other.bottom + NEAR
          && other.top <= bottom + NEAR;
    }

    Region with(Region other) {
      return new Region(
          cells + other.cells,
          Math.min(left, other.left),
          Math.min(top, other.top),
          Math.max(right, other.right),
          Math.max(bottom, other.bottom));
    }
  }

  /**
   * Regions of a grid.
   *
   * @param counts which cells count, borrowed
   */
  Regions(LumaGrid grid, boolean[] counts) {
    this.grid = grid;
    this.counts = counts;
    open = new int[grid.cells()];
    taken = new boolean[grid.cells()];
  }

  /**
   * Finds them.
   *
   * @param least cells of a region
   * @return their boxes in the displayed picture, the largest first, those near each other as one
   */
  List<Box> find(Background background, int least, ShadowTest shadows) {
    float[] score = background.score();
    boolean[] moves = background.moves();
    int[] differing = background.differing();
    int count = background.differingCells();
    for (int n = 0; n < count; n++) {
      taken[differing[n]] = false;
    }
    List<Region> found = new ArrayList<>();
    for (int n = 0; n < count; n++) {
      int i = differing[n];
      if (score[i] >= STRONG && moves[i] && !taken[i] && counts[i]) {
        Region region = grow(i, moves, shadows);
        if (region.cells() >= least && !shadows.isLight()) {
          join(region, found);
        }
      }
    }
    return found.stream()
        .sorted(Comparator.comparingInt(Region::cells).reversed())
        .limit(MOST_BOXES)
        .map(each -> grid.box(each.left(), each.top(), each.right(), each.bottom()))
        .toList();
  }

  private static void join(Region region, List<Region> found) {
    Region joined = region;
    for (int i = 0; i < found.size(); i++) {
      if (found.get(i).isNear(joined)) {
        joined = joined.with(found.remove(i));
        i = -1; // it has grown: those before may be near now
      }
    }
    found.add(joined);
  }

  private Region grow(int seed, boolean[] moves, ShadowTest shadows) {
    int columns = grid.columns();
    int last = grid.rows() - 1;
    int left = columns;
    int right = 0;
    int top = last;
    int bottom = 0;
    int end = 0;
    open[end++] = seed;
    taken[seed] = true;
    shadows.begin();
    for (int next = 0; next < end; next++) {
      int cell = open[next];
      int x = cell % columns;
      int y = cell / columns;
      left = Math.min(left, x);
      right = Math.max(right, x);
      top = Math.min(top, y);
      bottom = Math.max(bottom, y);
      shadows.add(cell);
      for (int ny = Math.max(0, y - 1); ny <= Math.min(last, y + 1); ny++) {
        for (int nx = Math.max(0, x - 1); nx <= Math.min(columns - 1, x + 1); nx++) {
          int other = ny * columns + nx;
          if (!moves[other] || !counts[other]) {
            continue;
          }
          if ((ny == y && nx == x + 1) || (nx == x && ny == y + 1)) {
            shadows.addPair(cell, other);
          }
          if (!taken[other]) {
            taken[other] = true;
            open[end++] = other;
          }
        }
      }
    }
    return new Region(end, left, top, right, bottom);
  }
}
