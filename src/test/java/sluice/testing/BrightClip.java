package sluice.testing;

import java.nio.file.Path;
import sluice.video.TestClip;

/**
 * Clips for {@link TinySsd}: the left half of picture n is grey and encodes n by its brightness,
 * the right half is red.
 */
public final class BrightClip {
  /** Pictures until the brightness starts again. */
  public static final int PERIOD = 30;

  /** The confidence of {@link TinySsd#RIGHT_RED} in every picture. */
  public static final double RED_CONFIDENCE = 0xE0 / 255.0;

  /** The same where the model is given red first. */
  public static final double BLUE_OF_RED = 0x20 / 255.0;

  /** The mean of the red half over all channels. */
  public static final double RED_BRIGHTNESS = (0xE0 + 2 * 0x20) / 3.0 / 255.0;

  private static final int RED = 0xE02020;
  private static final int DARKEST = 20;
  private static final int STEP = 6;

  private BrightClip() {}

  /** 96 x 64, 25 pictures a second. */
  public static TestClip of() {
    return of(96, 64);
  }

  /** Losslessly coded, so that brightness keeps its step. To be written as .mkv. */
  public static TestClip of(int width, int height) {
    return new TestClip()
        .size(width, height)
        .coded("ffv1", "yuv420p")
        .painted((n, x, y) -> x < width / 2 ? level(n) * 0x010101 : RED);
  }

  /** Pictures 0 to {@code pictures - 1} in a new file of the folder. */
  public static Path write(Path folder, String name, int pictures) {
    return of().write(folder.resolve(name), pictures);
  }

  private static int level(int n) {
    return DARKEST + STEP * (n % PERIOD);
  }

  /** What picture n is to give {@link TinySsd#LEFT}. */
  public static double confidence(int n) {
    return level(n) / 255.0;
  }

  /**
   * The number of the picture that gave {@link TinySsd#LEFT} this confidence, modulo the period.
   */
  public static int number(double confidence) {
    return (int) Math.round((confidence * 255 - DARKEST) / STEP);
  }
}
