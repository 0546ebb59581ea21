package sluice.app.cluster;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import sluice.testing.PacedStreams;
import sluice.video.TestClip;

/** Settings of nodes that all have the same streams of a paced clip and the built-in model. */
final class DrillSettings {
  private static final int WIDTH = 640;
  private static final int HEIGHT = 360;
  private static final int CLIP_SECONDS = 20;
  private static final int GROUND = 0x202020;
  private static final int BAR = 0xC06020;

  private DrillSettings() {}

  /** The names of streams. */
  static List<String> streams(int count) {
    return IntStream.range(0, count).mapToObj(PacedStreams::id).toList();
  }

  /**
   * The settings.
   *
   * @param folder gets the clip, of two pictures for each result
   * @param seeds the nodes' addresses
   * @param cluster further settings of the cluster
   * @param sink takes the results
   * @param fps results of a stream a second
   */
  static String of(
      Path folder, List<String> seeds, String cluster, String sink, List<String> streams, int fps) {
    Path clip =
        new TestClip()
            .size(WIDTH, HEIGHT)
            .rate(2 * fps)
            .gop(4 * fps)
            .coded("libopenh264", "yuv420p")
            .painted((n, x, y) -> (x / 40 + n) % 8 == 0 ? BAR : GROUND + y / 4 * 0x010101)
            .write(folder.resolve("clip.mp4"), 2 * fps * CLIP_SECONDS);
    String all =
        streams.stream()
            .map(id -> "streams.%s.source = \"%s\"%n".formatted(id, clip))
            .collect(Collectors.joining());
    return String.format(
        Locale.ROOT,
        """
        cluster {
          seeds = [%s]
          node.capacity = 1000
          %s
        }
        models.people { model = person-detection-hog, requests = 2 }
        defaults {
          model = people, sinks = [all], delivery = latest, realtime = true, loop = true
          detect-fps = %d
        }
        sinks.all %s
        %s
        """,
        String.join(", ", seeds),
        cluster,
        fps,
        sink,
        all);
  }
}
