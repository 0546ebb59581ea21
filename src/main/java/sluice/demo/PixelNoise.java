package sluice.demo;

import java.util.Random;

/**
 * Sensor noise: normally distributed, most of it correlated across the three colours. Each row of
 * each frame begins somewhere else in two tables, which is as good as fresh numbers and far
 * cheaper. For one thread.
 */
final class PixelNoise {
  /** Standard deviation of what the three colours have in common, and of what each has alone. */
  static final double COMMON = 1.5;

  static final double ALONE = 0.6;

  private static final int TABLE = 1 << 16;
  private static final int MASK = TABLE - 1;

  /** Spreads frame numbers over the seeds; an odd number near 2^64 over the golden ratio. */
  private static final long SPREAD = 0x9E3779B97F4A7C15L;

  private final long seed;
  private final byte[] common;
  private final byte[] alone;

  PixelNoise(long seed) {
    this.seed = seed;
    Random chance = new Random(~seed);
    this.common = table(COMMON, chance);
    this.alone = table(ALONE, chance);
  }

  private static byte[] table(double deviation, Random chance) {
    byte[] table = new byte[TABLE];
    for (int i = 0; i < TABLE; i++) {
      table[i] = (byte) Math.clamp(Math.round(deviation * chance.nextGaussian()), -128, 127);
    }
    return table;
  }

  /**
   * Adds the noise of a frame to packed pixels of three bytes; always the same noise for the same
   * frame.
   */
  void add(byte[] pixels, int width, int height, int frame) {
    Random chance = new Random(seed + (frame + 1) * SPREAD);
    for (int y = 0; y < height; y++) {
      addToRow(pixels, 3 * y * width, width, chance.nextInt(TABLE), chance.nextInt(TABLE));
    }
  }

  private void addToRow(byte[] pixels, int offset, int width, int commonStart, int aloneStart) {
    for (int x = 0; x < width; x++) {
      int shared = common[commonStart + x & MASK];
      for (int i = 3 * x; i < 3 * x + 3; i++) {
        int value = (pixels[offset + i] & 255) + shared + alone[aloneStart + i & MASK];
        pixels[offset + i] = (byte) Math.clamp(value, 0, 255);
      }
    }
  }
}
