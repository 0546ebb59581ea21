package sluice.catalog.hog;

import java.util.Random;

/**
 * A test picture that covers every case of the descriptor: flat and grey parts, where colours tie;
 * noise; slopes in all directions; hard edges from black to full colours.
 *
 * @param width pixels
 * @param height pixels
 * @param bgr rows of blue, green, red without padding
 */
record DrawnPicture(int width, int height, byte[] bgr) {

  static DrawnPicture of(int width, int height) {
    DrawnPicture picture = new DrawnPicture(width, height, new byte[width * height * 3]);
    Random random = new Random(7);
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        switch ((x / 48 + y / 52) % 4) {
          case 0 -> picture.noise(x, y, random);
          case 1 -> picture.slope(x, y);
          case 2 -> picture.discs(x, y);
          default -> picture.grey(x, y, random);
        }
      }
    }
    return picture;
  }

  private void noise(int x, int y, Random random) {
    put(x, y, random.nextInt(256), random.nextInt(256), random.nextInt(256));
  }

  private void slope(int x, int y) {
    put(x, y, x * 3, y * 2 + x, x + y);
  }

  private void discs(int x, int y) {
    int distance = (x % 24 - 12) * (x % 24 - 12) + (y % 26 - 13) * (y % 26 - 13);
    put(x, y, distance < 100 ? 255 : 0, distance < 60 ? 200 : 30, distance < 30 ? 128 : 0);
  }

  private void grey(int x, int y, Random random) {
    int level = 90 + (y % 52 < 26 ? 0 : random.nextInt(4)) + (x % 48 < 20 ? 60 : 0);
    put(x, y, level, level, level);
  }

  private void put(int x, int y, int blue, int green, int red) {
    int offset = (y * width + x) * 3;
    bgr[offset] = (byte) blue;
    bgr[offset + 1] = (byte) green;
    bgr[offset + 2] = (byte) red;
  }
}
