package sluice.cli.options;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import sluice.app.model.ModelSource.BuiltIn;
import sluice.core.ErrorCode;
import sluice.core.SluiceException;

/** Defaults of {@code sluice detect} without an input: the demo clip, and results to look at. */
public final class DemoRun {
  /** The input. */
  public static final String INPUT = "demo:";

  private static final Path FOLDER = Path.of("sluice-demo");

  private DemoRun() {}

  /** Where the results go; they replace those of the last time. */
  public static OutputPaths outputs() {
    return new OutputPaths(
        FOLDER.resolve("people.mp4").toString(), FOLDER.resolve("people.jsonl").toString());
  }

  /** Makes the folder of {@link #outputs} where it isn't there. */
  public static void makeFolder() {
    try {
      Files.createDirectories(FOLDER);
    } catch (IOException e) {
      throw new SluiceException(
          ErrorCode.OUTPUT,
          "can't make the folder "
              + FOLDER.toAbsolutePath()
              + " for the demo's results; change to a folder that can be written, or name files"
              + " with -o and --json",
          e);
    }
  }

  /** Takes the folder away where nothing came into it. */
  public static void removeEmptyFolder() {
    try {
      Files.deleteIfExists(FOLDER);
    } catch (IOException e) {
      // It holds results.
    }
  }

  /** What to look at and to try after the demo; lines ended by line feeds. */
  public static String nextSteps() {
    return """

    Look at sluice-demo/people.mp4. Try next:
      sluice detect VIDEO -o OUT.mp4           your own video: a file, rtsp://HOST/PATH, a camera (0)
      sluice detect demo:crowd,seed=7 -o OUT.mp4 --json OUT.jsonl
      sluice models list                       trained models for persons, faces, vehicles
      sluice detect --help
    """;
  }

  /**
   * What the built-in model is good for, and how to use another one; a line ended by a line feed.
   */
  public static String aboutTheModel() {
    return "The built-in model "
        + BuiltIn.ABILITY
        + ". For more: sluice models fetch person-detection-0202 && sluice detect VIDEO -m"
        + " person-detection-0202\n";
  }
}
