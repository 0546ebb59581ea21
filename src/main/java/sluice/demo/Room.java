package sluice.demo;

/**
 * The room that the demo's people walk in: a light wall of broad boards under a lamp, a skirting
 * board, a floor of boards that lie across and grow narrower with the distance, all darker towards
 * the corners as a lens makes it.
 *
 * <p>The boards are there for the detector: it weighs the directions of edges against each other,
 * however faint they are, and on a plain wall finds people in a camera's noise. Where level edges
 * outweigh the noise it doesn't.
 */
final class Room {
  private static final int WALL = 0xcecac4;
  private static final int SKIRTING = 0xa49e96;
  private static final int FLOOR = 0xaa8e70;

  /** Where the floor begins, as a share of the picture's height. */
  private static final double FLOOR_TOP = 0.56;

  private static final double SKIRTING_HEIGHT = 0.022;
  private static final double VANISHING_POINT = FLOOR_TOP * 0.55;

  /** Boards of the wall in the picture's height, and how much darker every other one is. */
  private static final double WALL_BOARDS = 14;

  private static final double WALL_SHADE = 0.10;
  private static final double GROOVE_SHADE = 0.15;

  /** Half the width of a groove as a share of a board. */
  private static final double GROOVE = 0.035;

  /** Boards of the floor in as far as its front edge is away. */
  private static final double FLOOR_BOARDS = 10;

  private static final double FLOOR_SHADE = 0.20;
  private static final double SEAM_SHADE = 0.10;
  private static final double SEAM = 0.03;

  private Room() {}

  /** Paints the room: rows of blue, green, red without padding. */
  static byte[] paint(int width, int height) {
    byte[] pixels = new byte[width * height * 3];
    for (int y = 0; y < height; y++) {
      double down = (y + 0.5) / height;
      int rgb = rgb(down);
      double boards = boards(down);
      for (int x = 0; x < width; x++) {
        double across = (x + 0.5) / width;
        Bgr.put(pixels, 3 * (y * width + x), rgb, boards * lamp(across, down) * lens(across, down));
      }
    }
    return pixels;
  }

  private static int rgb(double down) {
    if (down >= FLOOR_TOP) {
      return FLOOR;
    }
    return isSkirting(down) ? SKIRTING : WALL;
  }

  private static boolean isSkirting(double down) {
    return down >= FLOOR_TOP - SKIRTING_HEIGHT && down < FLOOR_TOP;
  }

  private static double boards(double down) {
    if (down >= FLOOR_TOP) {
      double depth = (1 - VANISHING_POINT) / (down - VANISHING_POINT);
      return board(FLOOR_BOARDS * depth, FLOOR_SHADE, SEAM_SHADE, SEAM * depth);
    }
    return isSkirting(down) ? 1 : board(WALL_BOARDS * down, WALL_SHADE, GROOVE_SHADE, GROOVE);
  }

  /**
   * How light boards are at a place, which counts boards: every other one is darker, and so is the
   * gap between two.
   */
  private static double board(double place, double shade, double gapShade, double gapWidth) {
    boolean dark = Math.floorMod((long) Math.floor(place), 2) == 1;
    double gap = StrictMath.exp(-square((place - Math.rint(place)) / gapWidth));
    return (dark ? 1 - shade : 1) * (1 - gapShade * gap);
  }

  private static double lamp(double across, double down) {
    if (down >= FLOOR_TOP) {
      return 0.84 + 0.22 * down;
    }
    if (isSkirting(down)) {
      return 1;
    }
    double away = square(across - 0.35) / 0.18 + square(down - 0.15) / 0.30;
    return 0.90 + 0.14 * StrictMath.exp(-away);
  }

  private static double lens(double across, double down) {
    return 1 - 0.28 * (square(across - 0.5) + square(down - 0.5));
  }

  private static double square(double value) {
    return value * value;
  }
}
