package sluice.testing;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;

/** FFmpeg's {@code ffprobe}, where it is installed. */
public final class Ffprobe {
  private static final boolean INSTALLED = Programs.isInstalled("ffprobe");

  private Ffprobe() {}

  /** Whether there is one on the path. */
  public static boolean isInstalled() {
    return INSTALLED;
  }

  /**
   * Decodes the video of a file or address to its end.
   *
   * @return how many pictures it has, and nothing else where nothing is wrong with it
   */
  public static String pictures(Object video) throws IOException, InterruptedException {
    Process process = start("-count_frames", "-show_entries", "stream=nb_read_frames", video);
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    process.waitFor();
    // A playlist's streams are told twice, of its program too.
    return String.join(
        " ",
        new LinkedHashSet<>(
            said.lines().map(String::strip).filter(line -> !line.isEmpty()).toList()));
  }

  private static Process start(Object... words) throws IOException {
    List<String> command =
        new ArrayList<>(
            List.of("ffprobe", "-v", "error", "-select_streams", "v:0", "-of", "csv=p=0"));
    for (Object word : words) {
      command.add(word.toString());
    }
    return new ProcessBuilder(command).redirectErrorStream(true).start();
  }
}
