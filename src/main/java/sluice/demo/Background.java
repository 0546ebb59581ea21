package sluice.demo;

/**
 * The room: a light wall with a soft gradient, a skirting board, a floor of planks that run away from the viewer, darker towards the
 * corners as a lens makes it.
 */
final class Background {
  private static final int WALL = 0xcecac4;
  private static final int SKIRTING = 0xa49e96;
  private static final int FLOOR = 0xaa8e70;

  /** Where the floor begins, as shares of the picture's height. */
  private static final double FLOOR_TOP = 0.56;

  private static final double SKIRTING_HEIGHT = 0.022;
  private static final double VANISHING_POINT = FLOOR_TOP * 0.55;

  /** Width of a plank at the picture's lower edge, as a share of the picture's height. */
  private static final double PLANK = 0.128;

  private Background() {}

  /** Paints the room: rows of blue, green, red without padding. */
  static byte[] paint(int width, int height) {
    byte[] pixels = new byte[width * height * 3];
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        double across = (x + 0.5) / width;
        double down = (y + 0.5) / height;
        double fromMiddle = square(across - 0.5) + square(down - 0.5);
        double light = (1 - 0.28 * fromMiddle) * light(across, down, (double) width / height);
        Bgr.put(pixels, 3 * (y * width + x), rgb(down), light);
      }
    }
    return pixels;
  }

  private static int rgb(double down) {
    if (down >= FLOOR_TOP) {
      return FLOOR;
    }
    return down >= FLOOR_TOP - SKIRTING_HEIGHT ? SKIRTING : WALL;
  }

  private static double light(double across, double down, double aspect) {
    if (down >= FLOOR_TOP) {
      return floorLight((across - 0.5) * aspect, down);
    }
    if (down >= FLOOR_TOP - SKIRTING_HEIGHT) {
      return 1;
    }
    double fromLamp = square(across - 0.35) / 0.18 + square(down - 0.15) / 0.30;
    return 0.90 + 0.14 * StrictMath.exp(-fromLamp);
  }

  /** Planks differ in shade, have grain, and dark seams that grow finer with the distance. */
  private static double floorLight(double side, double down) {
    double depth = (1 - VANISHING_POINT) / (down - VANISHING_POINT);
    double plank = side * depth / PLANK;
    double shade = shadeOf((long) Math.floor(plank));
    double seam = StrictMath.exp(-square(plank - Math.rint(plank)) / (0.0009 * square(depth)));
    double grain =
        0.5 + 0.5 * StrictMath.sin(36 * depth + 40 * shade + 1.5 * StrictMath.sin(23 * plank));
    return (0.86 + 0.13 * shade + 0.04 * grain - 0.10 * seam) * (0.84 + 0.22 * down);
  }

  /** Any number from 0 to 1 that is always the same for a plank. */
  private static double shadeOf(long plank) {
    double value = StrictMath.sin(plank * 12.9898) * 43758.5453;
    return value - Math.floor(value);
  }

  private static double square(double value) {
    return value * value;
  }
}
