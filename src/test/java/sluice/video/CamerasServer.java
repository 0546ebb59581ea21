package sluice.video;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Cameras in a process of their own, which {@link CamerasProcess} starts: {@code COUNT CLIP
 * [BITS]}. CLIP is WIDTHxHEIGHT of a drawn clip without B pictures, of BITS a second, or a file of
 * H.264, whose pictures come at the cameras' rate whatever their own. Prints an address a line,
 * answers {@code sent NUMBER} with a line of {@link Camera#sentNanos}, and ends with its input.
 */
final class CamerasServer {
  /** Pictures of a drawn clip, which each camera shows over and over. */
  static final int PICTURES = 150;

  /** Of a file: so many at the most. */
  private static final int FILE_PICTURES = 3000;

  private static final int KEY_FRAMES = 50;

  /** What the encoder is told for each bit that comes: it uses some five sixths. */
  private static final double TOLD = 4.9 / 4;

  /** The size in whose pixels the picture is drawn. */
  private static final int DRAWN_WIDTH = 1920;

  private static final int DRAWN_HEIGHT = 1080;

  private CamerasServer() {}

  public static void main(String[] args) throws IOException {
    RtpStream clip = args.length > 2 ? drawn(args[1], Integer.parseInt(args[2])) : file(args[1]);
    List<Camera> cameras = new ArrayList<>();
    for (int i = 0; i < Integer.parseInt(args[0]); i++) {
      cameras.add(new Camera(clip));
    }
    cameras.forEach(camera -> System.out.println(camera.url("")));
    System.out.flush();
    BufferedReader asked =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    String line;
    while ((line = asked.readLine()) != null) { // until whoever started it is gone
      Camera camera = cameras.get(Integer.parseInt(line.substring("sent ".length())));
      System.out.println(
          Arrays.stream(camera.sentNanos())
              .mapToObj(Long::toString)
              .collect(Collectors.joining(" ")));
      System.out.flush();
    }
    System.exit(0); // their connections don't end by themselves
  }

  private static RtpStream file(String path) {
    return RtpStream.of(Path.of(path), FILE_PICTURES);
  }

  private static RtpStream drawn(String size, int bits) {
    String[] sides = size.split("x", 2);
    int width = Integer.parseInt(sides[0]);
    int height = Integer.parseInt(sides[1]);
    return RtpStream.of(
        new TestClip()
            .size(width, height)
            .rate(Camera.RATE)
            .gop(KEY_FRAMES)
            .bitRate((int) (bits * TOLD))
            .coded("libopenh264", "yuv420p")
            .painted((n, x, y) -> color(n, x * DRAWN_WIDTH / width, y * DRAWN_HEIGHT / height)),
        PICTURES);
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
