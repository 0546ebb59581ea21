package sluice.stage.motion;

import sluice.core.Orientation;
import sluice.core.TestPicture;
import sluice.core.scene.MotionSettings;
import sluice.testing.FrameCost;

/** Measures what a look for motion costs, by the size of the picture. */
public final class MotionSpeed {
  private static final long STEP = 500_000_000;

  private MotionSpeed() {}

  /** Runs it. */
  public static void main(String[] arguments) {
    measure(640, 360);
    measure(1280, 720);
    measure(1920, 1080);
  }

  private static void measure(int width, int height) {
    TestPicture[] pictures = new TestPicture[4];
    for (int i = 0; i < pictures.length; i++) {
      int left = i * width / 8;
      pictures[i] =
          TestPicture.yuv420p(
              width,
              height,
              Orientation.UPRIGHT,
              (x, y) ->
                  x > left && x < left + width / 10 && y > height / 3 && y < height * 2 / 3
                      ? 0x202020
                      : (60 + x * 31 % 17 + y * 57 % 23 + x / 20) * 0x10101);
    }
    MotionDetector detector = new MotionDetector(MotionSettings.ON);
    FrameCost.print(
        width + "x" + height,
        i -> () -> detector.look(pictures[i / 8 % pictures.length], i * STEP));
    for (TestPicture picture : pictures) {
      picture.close();
    }
  }
}
