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
 * doesn't make a place less sensitive. Where a cell differs but doesn't change any more, such as
 * where something was put down or taken away, its new brightness is the background. For one thread.
 */
final class Background {
  /** A cell from this part of its threshold on belongs to what moves beside it. */
  static final float WEAK = 0.6f;

  private static final double MEAN_SECONDS = 10;
  private static final double DEVIATION_SECONDS = 20;
  private static final double FASTEST_DEVIATION = 0.15;
  private static final double LEARNING_SECONDS = 2;
  private static final int MILLIS = 1000;

  /** After so long without a change of its own, what differs belongs to the background. */
  private static final int SETTLED_MILLIS = 2000;

  /** What a cell changes less, as a part of its threshold, is no change of its own. */
  private static final float SAME = 0.5f;

  /** Threshold of a cell in its deviations, which are exceeded in a quarter of the pictures. */
  private static final float DEVIATIONS = 5;

  /** Of the least threshold: noise doesn't raise it further. */
  private static final float MOST_RAISED = 2.5f;

  private static final float LEAST_DEVIATION = 0.5f;

  /** A step up for each three down: the upper quartile. */
  private static final float UP = 3;

  /** What a shake by a part of a cell makes of an edge is no motion. */
  private static final float EDGE_PART = 0.2f;

  private static final int EDGES_EVERY = 8;

  private final int columns;
  private final float[] mean;
  private final float[] deviation;

  /** What the threshold of each cell is raised by, for the edges that lie in it. */
  private final float[] edges;

  private final float[] score;

  /** Of cells that differ: how bright they are, and since when, in milliseconds. */
  private final float[] settling;

  private final int[] since;
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
    score = new float[cells];
    settling = new float[cells];
    since = new int[cells];
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
    Arrays.fill(since, 0);
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

  /** Compares a picture with the background; {@link #score} has the result. */
  void compare(float[] grey, float threshold) {
    float most = threshold * MOST_RAISED;
    for (int i = 0; i < score.length; i++) {
      float limit = Math.max(threshold, Math.min(most, DEVIATIONS * deviation[i])) + edges[i];
      score[i] = Math.abs(grey[i] - mean[i]) / limit;
    }
  }

  /**
   * Learns from a picture that was compared.
   *
   * @param seconds media time since the one before
   */
  void learn(float[] grey, float threshold, double seconds) {
    age += seconds;
    now += Math.round(seconds * MILLIS);
    float rate = (float) Math.max(1 - Math.exp(-seconds / MEAN_SECONDS), 1.0 / (looks + 2));
    double constant = Math.min(DEVIATION_SECONDS, LEARNING_SECONDS + age);
    float change = (float) Math.min(FASTEST_DEVIATION, seconds / constant);
    float step = threshold * WEAK;
    for (int i = 0; i < mean.length; i++) {
      float difference = grey[i] - mean[i];
      mean[i] += rate * Math.max(-step, Math.min(step, difference));
      float usual = deviation[i];
      float next =
          Math.abs(difference) > usual ? usual + UP * change * usual : usual - change * usual;
      deviation[i] = Math.max(LEAST_DEVIATION, Math.min(threshold, next));
    }
    settle(grey, threshold);
    if (looks++ % EDGES_EVERY == 0) {
      findEdges();
    }
  }

  private void settle(float[] grey, float threshold) {
    int millis = (int) now;
    for (int i = 0; i < score.length; i++) {
      if (score[i] < WEAK) {
        since[i] = 0;
      } else if (since[i] == 0 || Math.abs(grey[i] - settling[i]) > SAME * threshold) {
        settling[i] = grey[i];
        since[i] = millis == 0 ? 1 : millis;
      } else if (millis - since[i] >= SETTLED_MILLIS) {
        mean[i] = grey[i];
        since[i] = 0;
      }
    }
  }

  private void findEdges() {
    int cells = mean.length;
    for (int i = 0; i < cells; i++) {
      float here = mean[i];
      float right = i + 1 < cells ? Math.abs(mean[i + 1] - here) : 0;
      float left = i > 0 ? Math.abs(mean[i - 1] - here) : 0;
      float below = i + columns < cells ? Math.abs(mean[i + columns] - here) : 0;
      float above = i >= columns ? Math.abs(mean[i - columns] - here) : 0;
      edges[i] = EDGE_PART * Math.max(Math.max(right, left), Math.max(below, above));
    }
  }
}
