package sluice.testing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * A configuration of many streams of one model, each a video that is looped at its own frame rate.
 */
public final class PacedStreams {
  private PacedStreams() {}

  /**
   * The configuration; streams are called s00, s01 and so on.
   *
   * @param folder for compiled models and what the service keeps
   * @param fps results of each stream a second
   * @param videos played by one stream after the other
   */
  public static String configuration(
      Path folder, Path model, double fps, int count, List<String> videos) {
    StringBuilder streams = new StringBuilder();
    for (int i = 0; i < count; i++) {
      streams.append(
          String.format(
              Locale.ROOT, "  streams.%s.source = \"%s\"%n", id(i), videos.get(i % videos.size())));
    }
    return """
    sluice {
      data-dir = "%1$s/data"
      http.port = 0
      models.shared { model = "%2$s", cache-dir = "%1$s/compiled" }
      defaults { model = shared, delivery = latest, realtime = true, loop = true, detect-fps = %3$s }
      log.level = warn
    %4$s
    }
    """
        .formatted(folder, model, fps, streams);
  }

  /** What the stream of this number is called. */
  public static String id(int number) {
    return String.format(Locale.ROOT, "s%02d", number);
  }

  /** What is done in a folder. */
  @FunctionalInterface
  public interface Work {
    void in(Path folder) throws IOException, InterruptedException;
  }

  /** Does it in a new folder, which is deleted afterwards with what is in it. */
  public static void inFolder(String name, Work work) throws IOException, InterruptedException {
    Path folder = Files.createTempDirectory(name);
    try {
      work.in(folder);
    } finally {
      deleteAll(folder);
    }
  }

  private static void deleteAll(Path folder) throws IOException {
    List<Path> all;
    try (Stream<Path> files = Files.walk(folder)) {
      all = files.sorted(Comparator.reverseOrder()).toList();
    }
    for (Path file : all) {
      Files.delete(file);
    }
  }
}
