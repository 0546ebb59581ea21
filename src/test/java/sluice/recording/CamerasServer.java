package sluice.recording;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import sluice.video.Camera;
import sluice.video.RtpStream;
import sluice.video.TestClip;

/**
 * Cameras in a process of their own, so that what they cost isn't taken for what recording costs:
 * {@code COUNT}. Prints an address a line, and ends with its input.
 */
final class CamerasServer {
  /** Pictures of the clip that each shows over and over. */
  static final int PICTURES = 150;

  private static final int KEY_FRAMES = 50;

  /** What the encoder is told, of which it uses some five sixths: 4 Mbit/s come. */
  private static final int BITS = 4_900_000;

  private CamerasServer() {}

  public static void main(String[] args) throws IOException {
    RtpStream clip =
        RtpStream.of(
            new TestClip()
                .size(1920, 1080)
                .rate(Camera.RATE)
                .gop(KEY_FRAMES)
                .bitRate(BITS)
                .coded("libopenh264", "yuv420p")
                .painted(CamerasServer::color),
            PICTURES);
    List<Camera> cameras = new ArrayList<>();
    for (int i = 0; i < Integer.parseInt(args[0]); i++) {
      cameras.add(new Camera(clip));
    }
    cameras.forEach(camera -> System.out.println(camera.url("")));
    System.out.flush();
    while (System.in.read() >= 0) {
      // until whoever started it is gone
    }
    System.exit(0); // their connections don't end by themselves
  }

  /** A drawn ground over which a field of noise moves, as much as fits the rate. */
  private static int color(int n, int x, int y) {
    int left = n * 8 % 1500;
    if (x >= left && x < left + 200 && y >= 300 && y < 600) {
      return ((x * 7 + n * 5) ^ (y * 11)) * 0x010203 & 0xFFFFFF;
    }
    return (x / 4 << 16 | y / 5 << 8 | (x + y) / 12) & 0xFFFFFF;
  }
}
