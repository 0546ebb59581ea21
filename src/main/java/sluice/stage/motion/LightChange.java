package sluice.stage.motion;

import java.util.Arrays;

/**
 * How the light of a whole picture differs from that of the background, as a gain and an offset: a
 * resistant line through the medians of the darker and of the brighter half (Tukey, Exploratory
 * Data Analysis, 1977, with two groups), so that what moves in less than half of either has no part
 * in it. For one thread.
 */
final class LightChange {
  private static final int LEVELS = 256;

  /** Bins of differences, two for each level. */
  private static final int BINS = 4 * LEVELS;

  /** The halves must differ by so many levels for a gain to be told from an offset. */
  private static final double LEAST_SPREAD = 16;

  /** Less than this is within the noise, and nothing is to be made of it. */
  private static final double LEAST = 1;

  /** Neither clouds nor a camera's exposure change the light that much from look to look. */
  private static final double SUDDEN = 30;

  private static final double LEAST_GAIN = 0.25;
  private static final double MOST_GAIN = 4;

  private final int[] levels = new int[LEVELS];
  private final int[] dark = new int[BINS];
  private final int[] bright = new int[BINS];
  private double gain = 1;
  private double offset;
  private boolean sudden;

  /** What the background has to be multiplied with. */
  float gain() {
    return (float) gain;
  }

  /** What is then to be added to it, in levels. */
  float offset() {
    return (float) offset;
  }

  /** Whether it is as if the light had been switched: by many levels at once. */
  boolean isSudden() {
    return sudden;
  }

  /** Whether there is anything to be done. */
  boolean isSome() {
    return gain != 1 || offset != 0;
  }

  /**
   * Compares a picture with the background.
   *
   * @param cells which cells are compared
   */
  void measure(float[] background, float[] grey, int[] cells) {
    gain = 1;
    offset = 0;
    sudden = false;
    if (cells.length == 0) {
      return;
    }
    Arrays.fill(levels, 0);
    for (int i : cells) {
      levels[Math.clamp((int) background[i], 0, LEVELS - 1)]++;
    }
    int split = quantile(levels, cells.length, 0.5);
    double low = quantile(levels, cells.length, 0.25);
    double high = quantile(levels, cells.length, 0.75);
    Arrays.fill(dark, 0);
    Arrays.fill(bright, 0);
    int darkCells = 0;
    for (int i : cells) {
      int bin = Math.clamp((int) ((grey[i] - background[i]) * 2 + BINS / 2f), 0, BINS - 1);
      if ((int) background[i] < split) {
        dark[bin]++;
        darkCells++;
      } else {
        bright[bin]++;
      }
    }
    if (darkCells == 0 || high - low < LEAST_SPREAD) {
      for (int bin = 0; bin < BINS; bin++) {
        dark[bin] += bright[bin];
      }
      shift(level(quantile(dark, cells.length, 0.5)));
      return;
    }
    double below = level(quantile(dark, darkCells, 0.5));
    double above = level(quantile(bright, cells.length - darkCells, 0.5));
    if (Math.abs(below) >= LEAST || Math.abs(above) >= LEAST) {
      sudden = Math.max(Math.abs(below), Math.abs(above)) >= SUDDEN;
      gain = Math.clamp(1 + (above - below) / (high - low), LEAST_GAIN, MOST_GAIN);
      offset = below - (gain - 1) * low;
    }
  }

  private void shift(double levelsUp) {
    sudden = Math.abs(levelsUp) >= SUDDEN;
    offset = Math.abs(levelsUp) >= LEAST ? levelsUp : 0;
  }

  /** The middle of a bin of differences. */
  private static double level(int bin) {
    return (bin - BINS / 2 + 0.5) / 2;
  }

  private static int quantile(int[] histogram, int count, double part) {
    int sum = 0;
    for (int bin = 0; bin < histogram.length; bin++) {
      sum += histogram[bin];
      if (sum > count * part) {
        return bin;
      }
    }
    return histogram.length - 1;
  }
}
