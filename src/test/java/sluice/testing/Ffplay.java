package sluice.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** FFmpeg's player {@code ffplay}, where it is installed; it shows nothing, but plays in time. */
public final class Ffplay {
  private static final boolean INSTALLED = Programs.isInstalled("ffplay");

  private Ffplay() {}

  /** Whether there is one on the path. */
  public static boolean isInstalled() {
    return INSTALLED;
  }

  /**
   * Plays a file or address to its end.
   *
   * @param most ended after that
   * @return what it complained of; empty where it played all
   */
  public static String complaints(Object video, Duration most)
      throws IOException, InterruptedException {
    Path said = Files.createTempFile("ffplay", ".log");
    try {
      ProcessBuilder builder =
          new ProcessBuilder("ffplay", "-v", "error", "-autoexit", video.toString())
              .redirectErrorStream(true)
              .redirectOutput(said.toFile());
      builder.environment().put("SDL_VIDEODRIVER", "dummy");
      builder.environment().put("SDL_AUDIODRIVER", "dummy");
      Process process = builder.start();
      try {
        assertThat(process.waitFor(most.toMillis(), TimeUnit.MILLISECONDS))
            .as("played to its end within %s", most)
            .isTrue();
      } finally {
        process.destroyForcibly();
      }
      String text = Files.readString(said).strip();
      return process.exitValue() == 0 ? text : text + " (exit code " + process.exitValue() + ")";
    } finally {
      Files.delete(said);
    }
  }
}
