package sluice.testing;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;

/** Real models, videos and expected results beside the project, where present. */
public final class SharedFiles {
  private static final Path FOLDER = Path.of("..", "shared");

  private SharedFiles() {}

  /** A file of the folder; the test is skipped, by name, where it is not there. */
  public static Path file(String name) {
    Path file = FOLDER.resolve(name);
    assumeTrue(Files.exists(file), () -> "needs " + file + ", which is not beside this checkout");
    return file;
  }
}
