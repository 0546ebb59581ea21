package sluice.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * A shell in which {@code sluice} is the command that the build has packaged, with an environment
 * of only what a test sets: in particular no home folder.
 */
public final class Shell {
  private static final Path LAUNCHER =
      Path.of("target", "sluice", "bin", "sluice").toAbsolutePath();
  private static final long LONGEST_SECONDS = 60;

  private final Map<String, String> variables = new LinkedHashMap<>();
  private final Path records;

  /**
   * A shell; skips the test where nothing is packaged.
   *
   * @param records an empty folder for what commands print
   */
  public Shell(Path records) {
    assumeTrue(Files.exists(LAUNCHER), "target/sluice is not there: run mvn package first");
    this.records = records;
    set("PATH", LAUNCHER.getParent() + ":" + System.getenv("PATH"));
    set("SLUICE_JAVA_HOME", System.getProperty("java.home"));
  }

  /** What a command line left behind. */
  public record Outcome(int exitCode, String out, String err) {}

  /** Sets a variable that command lines use. */
  public Shell set(String name, Object value) {
    variables.put(name, value.toString());
    return this;
  }

  /** Runs a line to its end; from any thread. */
  public Outcome run(Path folder, String line) {
    try {
      Path out = Files.createTempFile(records, "out", "");
      Path err = Files.createTempFile(records, "err", "");
      ProcessBuilder builder =
          new ProcessBuilder(List.of("bash", "-c", "set -o pipefail; " + line))
              .directory(folder.toFile())
              .redirectOutput(out.toFile())
              .redirectError(err.toFile());
      builder.environment().clear();
      builder.environment().putAll(variables);
      Process process = builder.start();
      try {
        assertThat(process.waitFor(LONGEST_SECONDS, TimeUnit.SECONDS))
            .as("ends: %s", line)
            .isTrue();
      } finally {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly().waitFor();
      }
      return new Outcome(process.exitValue(), Files.readString(out), Files.readString(err));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
