package sluice.stage.motion;

import java.util.Arrays;

/**
 * What a grid of cells looks like when nothing moves: for each cell a running mean and how far the
 * picture usually strays from it, both by time constants in seconds, so that they are the same at
 * any rate of pictures.
 *
 * <p>The mean is a running average (Wren and others, Pfinder, PAMI 19(7), 1997) whose steps are
 * limited as by Huber's estimator: what passes in front of it hardly colours it. The deviation is a
 * quantile that goes up and down by fixed parts (as in Manzanera and Richefeu, A new motion
 * detection algorithm based on Sigma-Delta background estimation, 2007): who passes now and then
 * doesn't make a place less sensitive. Where a cell has differed for some seconds, such as where
 * something was put down or taken away, its new brightness is the background. A cell moves while it
 * differs and goes on to change: what was left behind doesn't. For one thread.
 */
final class Background {
  /** A cell from this part of its threshold on belongs to what moves beside it. */
  static final float WEAK = 0.6f;

  private static final double MEAN_SECONDS = 10;
  private static final double DEVIATION_SECONDS = 20;
  private static final double FASTEST_DEVIATION = 0.15;
  private static final double LEARNING_SECONDS = 2;
  private static final int MILLIS = 1000;

  /** What has differed for so long belongs to the background. */
  private static final int SETTLED_MILLIS = 6000;

  /** For so long after a change of its own, a cell moves. */
  private static final int RECENT_MILLIS = 500;

  /** Threshold of a cell in its deviations, which are exceeded in a quarter of the pictures. */
  private static final float DEVIATIONS = 5;

  /** Of the least threshold: noise doesn't raise it further. */
  private static final float MOST_RAISED = 2.5f;

  private static final float LEAST_DEVIATION = 0.5f;

  /** A step up for each three down: the upper quartile. */
  private static final float UP = 3;

  /** What a shake by a part of a cell makes of an edge is no motion. */
  private static final float EDGE_PART = 0.25f;

  /** Of an edge of so many levels, nothing is. */
  private static final float SHARP = 50;

  /** Sum of a cell's gradients, in levels, from which on it shows a shift. */
  private static final float TEXTURE = 4;

  private static final int EDGES_EVERY = 8;

  private final int columns;
  private final float[] mean;
  private final float[] deviation;

  /** What the threshold of each cell is raised by, for the edges that lie in it. */
  private final float[] edges;

  /** Gradients of the mean to the right and downwards, levels per cell. */
  private final float[] across;

  private final float[] along;

  /** Cells with gradients by which a shift is seen, and how many there are. */
  private final int[] textured;

  private int texturedCells;

  /** Which cells count. */
  private boolean[] counts;

  /** How much brighter each cell is than it was expected. */
  private final float[] difference;

  private final float[] score;

  /** How bright each cell was at its last change, and when that was, in milliseconds. */
  private final float[] before;

  private final int[] changedAt;

  /** Since when each cell differs, in milliseconds. */
  private final int[] since;

  private final boolean[] moves;
  private double age;
  private long looks;
  private long now;

  /** A background of so many cells that has seen nothing. */
  Background(int columns, int rows) {
    this.columns = columns;
    int cells = columns * rows;
    mean = new float[cells];
    deviation = new float[cells];
    edges = new float[cells];
    across = new float[cells];
    along = new float[cells];
    textured = new int[cells];
    counts = new boolean[cells];
    difference = new float[cells];
    score = new float[cells];
    before = new float[cells];
    changedAt = new int[cells];
    since = new int[cells];
    moves = new boolean[cells];
  }

  /** Says which cells count. */
  void counting(boolean[] cells) {
    counts = cells;
    findEdges();
  }

  /** The background's brightness, for reading. */
  float[] mean() {
    return mean;
  }

  /** The deviations, for reading. */
  float[] deviation() {
    return deviation;
  }

  /** How far each cell differed in the last picture, as a part of its threshold; for reading. */
  float[] score() {
    return score;
  }

  /** Begins anew: this picture is the background. */
  void begin(float[] grey, float threshold) {
    System.arraycopy(grey, 0, mean, 0, grey.length);
    Arrays.fill(deviation, threshold / DEVIATIONS);
    System.arraycopy(grey, 0, before, 0, grey.length);
    Arrays.fill(since, (int) now);
    age = 0;
    looks = 0;
    findEdges();
  }

  /** Follows a change of light: the whole background is brightened or darkened. */
  void relight(float gain, float offset) {
    for (int i = 0; i < mean.length; i++) {
      mean[i] = Math.clamp(mean[i] * gain + offset, 0f, 255f);
    }
  }

  /** Which cells differ and have changed of late; for reading. */
  boolean[] moves() {
    return moves;
  }

  /** Measures the shift of a picture. */
  void measure(Shake shake, float[] grey) {
    shake.measure(mean, grey, across, along, textured, texturedCells);
  }

  /**
   * Compares a picture with the background; {@link #score} and {@link #moves} have the result.
   *
   * @param shake by how much the picture is shifted
   * @param seconds media time since the one before
   */
  void compare(float[] grey, Shake shake, float threshold, double seconds) {
    float right = shake.right();
    float down = shake.down();
    float most = threshold * MOST_RAISED;
    for (int i = 0; i < score.length; i++) {
      float limit =
          Math.max(threshold, Math.min(most + edges[i], DEVIATIONS * deviation[i])) + edges[i];
      difference[i] = grey[i] - mean[i] + right * across[i] + down * along[i];
      score[i] = Math.abs(difference[i]) / limit;
    }
    age += seconds;
    now += Math.round(seconds * MILLIS);
    int millis = (int) now;
    for (int i = 0; i < score.length; i++) {
      boolean differs = score[i] >= WEAK;
      if (!differs) {
        before[i] = grey[i];
        since[i] = millis;
        changedAt[i] = millis - 2 * RECENT_MILLIS;
      } else if (Math.abs(grey[i] - before[i]) * score[i] > WEAK * Math.abs(difference[i])) {
        before[i] = grey[i];
        changedAt[i] = millis;
      }
      moves[i] = differs && millis - changedAt[i] <= RECENT_MILLIS;
      if (millis - since[i] >= SETTLED_MILLIS) {
        mean[i] = grey[i];
        since[i] = millis;
      }
    }
  }

  /**
   * Learns from a picture that was compared.
   *
   * @param seconds media time since the one before
   */
  void learn(float threshold, double seconds) {
    float rate = (float) Math.max(1 - Math.exp(-seconds / MEAN_SECONDS), 1.0 / (looks + 2));
    double constant = Math.min(DEVIATION_SECONDS, LEARNING_SECONDS + age);
    float change = (float) Math.min(FASTEST_DEVIATION, seconds / constant);
    float step = threshold * WEAK;
    for (int i = 0; i < mean.length; i++) {
      mean[i] += rate * Math.max(-step, Math.min(step, difference[i]));
      float usual = deviation[i];
      float next =
          Math.abs(difference[i]) > usual ? usual + UP * change * usual : usual - change * usual;
      deviation[i] = Math.max(LEAST_DEVIATION, Math.min(threshold, next));
    }
    if (looks++ % EDGES_EVERY == 0) {
      findEdges();
    }
  }

  private void findEdges() {
    texturedCells = 0;
    float[] steps = difference; // which is written anew before it is read again
    int cells = mean.length;
    for (int i = 0; i < cells; i++) {
      int right = i + 1 < cells ? i + 1 : i;
      int left = Math.max(i - 1, 0);
      int below = i + columns < cells ? i + columns : i;
      int above = i >= columns ? i - columns : i;
      across[i] = (mean[right] - mean[left]) / 2;
      along[i] = (mean[below] - mean[above]) / 2;
      boolean hasTexture = Math.abs(across[i]) + Math.abs(along[i]) >= TEXTURE;
      if (hasTexture && counts[i] && (i & 1) == 0) {
        textured[texturedCells++] = i;
      }
      float here = mean[i];
      float edge =
          Math.max(
              Math.max(Math.abs(mean[right] - here), Math.abs(mean[left] - here)),
              Math.max(Math.abs(mean[below] - here), Math.abs(mean[above] - here)));
      steps[i] = edge * Math.max(EDGE_PART, Math.min(1, edge / SHARP));
    }
    for (int i = 0; i < cells; i++) {
      float beside = Math.max(steps[Math.max(i - 1, 0)], steps[Math.min(i + 1, cells - 1)]);
      float over =
          Math.max(steps[Math.max(i - columns, 0)], steps[Math.min(i + columns, cells - 1)]);
      edges[i] = Math.max(steps[i], Math.max(beside, over));
    }
  }
}
