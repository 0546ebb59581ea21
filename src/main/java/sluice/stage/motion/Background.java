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
 * differs and goes on to change: what was left behind doesn't. Where the camera drifts, the
 * background goes with it. For one thread.
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

  /** What makes a step of a slope. */
  private static final float STEEP = 1000;

  /** Sum of a cell's gradients, in levels, from which on it shows a shift. */
  private static final float TEXTURE = 4;

  private static final int EDGES_EVERY = 8;

  /** A camera that is further off than so many cells turns; so fast is it forgotten. */
  private static final float MOST_DRIFT = 3.5f;

  private static final double DRIFT_SECONDS = 20;

  private final int columns;
  private final Drift drift;
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

  /** The last picture. */
  private final float[] last;

  /** The cells that differ, and how many there are. */
  private final int[] differing;

  private int differingCells;

  /** The look at which each cell differed last. */
  private final int[] differedAt;

  /**
   * Of cells that differ: how bright each was at its last change, when that was, and since when it
   * differs, in milliseconds.
   */
  private final float[] before;

  private final int[] changedAt;
  private final int[] since;

  private final boolean[] moves;
  private float driftRight;
  private float driftDown;
  private double age;
  private int learned;
  private int looks;
  private int now;

  /** A background of so many cells that has seen nothing. */
  Background(int columns, int rows) {
    this.columns = columns;
    int cells = columns * rows;
    drift = new Drift(columns);
    mean = new float[cells];
    deviation = new float[cells];
    edges = new float[cells];
    across = new float[cells];
    along = new float[cells];
    textured = new int[cells];
    counts = new boolean[cells];
    difference = new float[cells];
    score = new float[cells];
    last = new float[cells];
    differing = new int[cells];
    differedAt = new int[cells];
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
    System.arraycopy(grey, 0, last, 0, grey.length);
    looks += 2; // no cell differed at the last one
    driftRight = 0;
    driftDown = 0;
    age = 0;
    learned = 0;
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

  /** The cells that differ: so many of {@link #differing} are it. */
  int differingCells() {
    return differingCells;
  }

  /** Which cells differ, for reading. */
  int[] differing() {
    return differing;
  }

  /**
   * Goes with a picture that is shifted by a whole cell.
   *
   * @param seconds media time since the one before
   */
  void follow(float[] grey, double seconds) {
    float kept = (float) Math.exp(-seconds / DRIFT_SECONDS);
    driftRight *= kept;
    driftDown *= kept;
    if (drift.measure(mean, grey, textured, texturedCells)) {
      driftRight += drift.right();
      driftDown += drift.down();
      int by = drift.down() * columns + drift.right();
      shift(mean, grey, by);
      shift(deviation, deviation, by);
      findEdges();
    }
  }

  /** Whether the picture has gone on by so much that the camera doesn't only drift, but turns. */
  boolean isTurning() {
    return Math.max(Math.abs(driftRight), Math.abs(driftDown)) > MOST_DRIFT;
  }

  /** Moves values on; the border's are those given. */
  private void shift(float[] values, float[] border, int by) {
    int cells = values.length;
    System.arraycopy(values, Math.max(0, -by), values, Math.max(0, by), cells - Math.abs(by));
    System.arraycopy(border, 0, values, 0, columns);
    System.arraycopy(border, cells - columns, values, cells - columns, columns);
    for (int i = 0; i < cells; i += columns) {
      values[i] = border[i];
      values[i + columns - 1] = border[i + columns - 1];
    }
  }

  /** Measures the shift of a picture by parts of a cell. */
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
    int earlier = now;
    now += (int) Math.round(seconds * MILLIS);
    looks++;
    for (int n = 0; n < differingCells; n++) {
      moves[differing[n]] = false;
    }
    differingCells = 0;
    for (int i = 0; i < score.length; i++) {
      differing[differingCells] = i; // without a branch, which noise would make a costly one
      differingCells += score[i] >= WEAK ? 1 : 0;
    }
    for (int n = 0; n < differingCells; n++) {
      settle(differing[n], grey, earlier);
    }
    System.arraycopy(grey, 0, last, 0, grey.length);
  }

  /** Says of a cell that differs whether it moves, or belongs to the background by now. */
  private void settle(int i, float[] grey, int earlier) {
    if (differedAt[i] != looks - 1) {
      before[i] = last[i];
      since[i] = earlier;
      changedAt[i] = earlier - 2 * RECENT_MILLIS;
    }
    differedAt[i] = looks;
    if (Math.abs(grey[i] - before[i]) * score[i] > WEAK * Math.abs(difference[i])) {
      before[i] = grey[i];
      changedAt[i] = now;
    }
    moves[i] = now - changedAt[i] <= RECENT_MILLIS;
    if (now - since[i] >= SETTLED_MILLIS) {
      mean[i] = grey[i];
      since[i] = now;
    }
  }

  /**
   * Learns from a picture that was compared.
   *
   * @param seconds media time since the one before
   */
  void learn(float threshold, double seconds) {
    float rate = (float) Math.max(1 - Math.exp(-seconds / MEAN_SECONDS), 1.0 / (learned + 2));
    double constant = Math.min(DEVIATION_SECONDS, LEARNING_SECONDS + age);
    float change = (float) Math.min(FASTEST_DEVIATION, seconds / constant);
    float up = UP * change;
    float step = threshold * WEAK;
    for (int i = 0; i < mean.length; i++) {
      mean[i] += rate * Math.max(-step, Math.min(step, difference[i]));
      float usual = deviation[i];
      // A step up or down, without a branch.
      float stray = (Math.abs(difference[i]) - usual) * STEEP;
      float next = usual + usual * Math.max(-change, Math.min(up, stray));
      deviation[i] = Math.max(LEAST_DEVIATION, Math.min(threshold, next));
    }
    if (learned++ % EDGES_EVERY == 0) {
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
      boolean inside = i > columns && i < cells - columns - 1;
      if (hasTexture && counts[i] && inside && (i & 1) == 0) {
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
