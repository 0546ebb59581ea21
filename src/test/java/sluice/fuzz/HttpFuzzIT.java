package sluice.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Clients that mean harm, in short; {@link FuzzRun} has the long form. */
@Timeout(180)
@EnabledOnOs(OS.LINUX)
class HttpFuzzIT {
  private static final int CASES = 150;

  @TempDir Path folder;

  @Test
  void fuzzedHttpRequest_isAnsweredAsSpecified() throws Exception {
    try (HttpTarget target = FuzzRun.http(folder)) {
      FuzzReport report = Fuzzing.run("http", target, 0, CASES, 1, done -> {});

      assertThat(report.findings()).isEmpty();
      assertThat(report.outcomes())
          .containsKeys("200", "400 bad-request", "404 not-found", "422 invalid-settings");
    }
  }
}
