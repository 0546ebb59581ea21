package sluice.stage.motion;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import sluice.core.Box;

/**
 * Connected regions of cells that differ, with all eight neighbours. A region grows over cells that
 * differ weakly and has one at least that differs strongly (hysteresis, as in Canny, PAMI 8(6),
 * 1986). For one thread.
 */
final class Regions {
  private static final int MOST_BOXES = 16;
  private static final float STRONG = 1;

  /** What has no more cells that have just changed, or a smaller part of them, stands still. */
  private static final int LEAST_CHANGED = 2;

  private static final double LEAST_CHANGED_PART = 0.01;

  private final LumaGrid grid;
  private final boolean[] counts;
  private final int[] open;
  private final boolean[] taken;

  /** A region's cells, and its box in cells. */
  private record Region(int cells, Box box) {}

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
   * @param score how far each cell differs, as a part of its threshold
   * @param changed whether each cell has just changed
   * @param least cells of a region
   * @return of those that move, their boxes in the displayed picture, the largest first
   */
  List<Box> find(float[] score, boolean[] changed, int least, ShadowTest shadows) {
    Arrays.fill(taken, false);
    List<Region> found = new ArrayList<>();
    for (int i = 0; i < score.length; i++) {
      if (score[i] >= STRONG && !taken[i] && counts[i]) {
        grow(i, score, changed, least, shadows, found);
      }
    }
    return found.stream()
        .sorted(Comparator.comparingInt(Region::cells).reversed())
        .limit(MOST_BOXES)
        .map(Region::box)
        .toList();
  }

  private void grow(
      int seed,
      float[] score,
      boolean[] changed,
      int least,
      ShadowTest shadows,
      List<Region> found) {
    int columns = grid.columns();
    int last = grid.rows() - 1;
    int left = columns;
    int right = 0;
    int top = last;
    int bottom = 0;
    int end = 0;
    int fresh = 0;
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
      fresh += changed[cell] ? 1 : 0;
      shadows.add(cell);
      for (int ny = Math.max(0, y - 1); ny <= Math.min(last, y + 1); ny++) {
        for (int nx = Math.max(0, x - 1); nx <= Math.min(columns - 1, x + 1); nx++) {
          int other = ny * columns + nx;
          if (score[other] < Background.WEAK || !counts[other]) {
            continue;
          }
          if (other == cell + 1 || other == cell + columns) {
            shadows.addPair(cell, other);
          }
          if (!taken[other]) {
            taken[other] = true;
            open[end++] = other;
          }
        }
      }
    }
    boolean moves = fresh >= LEAST_CHANGED && fresh >= end * LEAST_CHANGED_PART;
    if (moves && end >= least && !shadows.isLight()) {
      found.add(new Region(end, grid.box(left, top, right, bottom)));
    }
  }
}
