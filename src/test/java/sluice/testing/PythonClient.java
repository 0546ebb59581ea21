package sluice.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Scripts of {@code src/test/python} that read what Sluice sent, with clients that others wrote.
 * They are run by the Python that {@code SLUICE_TEST_PYTHON} names, else by {@code python3}.
 */
public final class PythonClient {
  private static final Path SCRIPTS = Path.of("src", "test", "python").toAbsolutePath();
  private static final long LONGEST_SECONDS = 90;

  private PythonClient() {}

  private static String python() {
    String named = System.getenv("SLUICE_TEST_PYTHON");
    return named == null || named.isEmpty() ? "python3" : named;
  }

  /** Skips the test where Python or a module of it isn't installed. */
  public static void assumeModule(String module, String distribution) throws Exception {
    boolean isThere;
    try {
      Process process =
          new ProcessBuilder(python(), "-c", "import " + module)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
      isThere = process.waitFor(LONGEST_SECONDS, TimeUnit.SECONDS) && process.exitValue() == 0;
    } catch (IOException e) {
      isThere = false;
    }
    assumeTrue(
        isThere,
        "Python with %s is not there: install it, and name that Python in SLUICE_TEST_PYTHON"
            .formatted(distribution));
  }

  /**
   * Runs a script to its end, and gives the lines that it printed; fails with what it complained.
   */
  public static List<String> run(Path records, String script, String... arguments)
      throws Exception {
    List<String> command = new ArrayList<>(List.of(python(), SCRIPTS.resolve(script).toString()));
    command.addAll(List.of(arguments));
    Path out = records.resolve("out.txt");
    Path err = records.resolve("err.txt");
    Process process =
        new ProcessBuilder(command)
            .redirectOutput(out.toFile())
            .redirectError(err.toFile())
            .start();
    try {
      assertThat(process.waitFor(LONGEST_SECONDS, TimeUnit.SECONDS)).as("%s ends", script).isTrue();
    } finally {
      process.destroyForcibly().waitFor();
    }
    assertThat(process.exitValue()).as(Files.readString(err)).isZero();
    return Files.readAllLines(out);
  }
}
