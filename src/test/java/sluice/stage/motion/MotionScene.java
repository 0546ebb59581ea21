package sluice.stage.motion;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import sluice.core.Orientation;
import sluice.core.TestPicture;
import sluice.core.scene.MotionSettings;

/**
 * A drawn camera's pictures of 640x360 with texture, noise and whatever a test lets happen, through
 * a detector.
 */
final class MotionScene {
  static final int WIDTH = 640;
  static final int HEIGHT = 360;

  /** Brightness of a place at a time, from that of the still scene. */
  interface Painter {
    double at(int x, int y, double seconds, double still);
  }

  private final double fps;
  private final double noise;
  private final Random random = new Random(7);
  private final double[] texture = new double[WIDTH * HEIGHT];

  MotionScene(double fps, double noise) {
    this.fps = fps;
    this.noise = noise;
    Random drawn = new Random(3);
    double[] coarse = new double[64 * 36];
    for (int i = 0; i < coarse.length; i++) {
      coarse[i] = drawn.nextDouble();
    }
    for (int y = 0; y < HEIGHT; y++) {
      for (int x = 0; x < WIDTH; x++) {
        texture[y * WIDTH + x] = 90 + 40 * coarse[y / 10 * 64 + x / 10];
      }
    }
  }

  /** The still scene's brightness. */
  double still(int x, int y) {
    int column = Math.clamp(x, 0, WIDTH - 1);
    return texture[Math.clamp(y, 0, HEIGHT - 1) * WIDTH + column];
  }

  /** The times, in seconds, at which something moved, the first picture left out. */
  List<Double> moving(MotionSettings settings, double seconds, Painter painter) {
    MotionDetector detector = new MotionDetector(settings);
    List<Double> times = new ArrayList<>();
    for (int n = 0; n < seconds * fps; n++) {
      double time = n / fps;
      try (TestPicture picture = picture(time, painter)) {
        boolean moves = detector.look(picture, Math.round(time * 1e9)).orElseThrow().moving();
        if (moves && n > 0) {
          times.add(time);
        }
      }
    }
    return times;
  }

  private TestPicture picture(double time, Painter painter) {
    double[] errors = new double[4096];
    for (int i = 0; i < errors.length; i++) {
      errors[i] = noise * random.nextGaussian();
    }
    int start = random.nextInt(errors.length);
    return TestPicture.bgr24(
        WIDTH,
        HEIGHT,
        Orientation.UPRIGHT,
        (x, y) -> {
          double error = errors[(start + x * 31 + y * 1009 + (x * y) % 613) % errors.length];
          double value = painter.at(x, y, time, still(x, y)) + error;
          return Math.clamp(Math.round(value), 0, 255) * 0x10101;
        });
  }
}
