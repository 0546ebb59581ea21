package sluice.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Damaged configurations and streams, in short; {@link FuzzRun} has the long form. */
@Timeout(60)
class ConfigFuzzTest {
  private static final int CASES = 600;

  @TempDir Path folder;

  @Test
  void fuzzedConfiguration_isReadOrRefused() throws Exception {
    try (ConfigTarget target = new ConfigTarget(folder)) {
      FuzzReport report = Fuzzing.run("hocon", target, 0, CASES, 7, done -> {});

      assertThat(report.findings()).isEmpty();
      assertThat(report.outcomes())
          .as("some damage does no harm, most does")
          .hasSize(4)
          .allSatisfy((what, count) -> assertThat(count).isPositive());
    }
  }
}
