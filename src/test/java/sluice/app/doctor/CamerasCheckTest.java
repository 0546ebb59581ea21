package sluice.app.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sluice.app.doctor.Finding.Level;
import sluice.config.settings.ServiceConfig;
import sluice.core.ErrorCode;
import sluice.core.SluiceException;
import sluice.testing.ConfigText;

class CamerasCheckTest {
  @TempDir Path folder;
  private Path dev;

  @BeforeEach
  void make() throws IOException {
    dev = Files.createDirectory(folder.resolve("dev"));
  }

  private List<Finding> run(Runnable load, Optional<ServiceConfig> config) {
    return new CamerasCheck(dev, file -> !file.endsWith("video9"), load, config).run();
  }

  private Optional<ServiceConfig> ofCamera() {
    return Optional.of(ConfigText.of(folder, "sluice.streams.gate.source = \"camera:7\"").fine());
  }

  @Test
  void noCamera_isFine_whereNoneIsWanted() {
    assertThat(run(() -> {}, Optional.empty()))
        .containsExactly(Finding.ok("none at this machine, and no stream wants one"));
  }

  @Test
  void eachDevice_isJudged() throws IOException {
    Files.createFile(dev.resolve("video2"));
    Files.createFile(dev.resolve("video9"));

    List<Finding> found = run(() -> {}, Optional.empty());

    assertThat(found).hasSize(2);
    assertThat(found.get(0)).isEqualTo(Finding.ok(dev + "/video2 may be read"));
    assertThat(found.get(1).level()).isEqualTo(Level.WARNING);
    assertThat(found.get(1).found()).contains("is no camera");
  }

  @Test
  void aStreamOfACameraThatIsMissing_isAProblem() {
    List<Finding> found = run(() -> {}, ofCamera());

    assertThat(found).extracting(Finding::level).containsExactly(Level.PROBLEM, Level.OK);
    assertThat(found.get(0).found()).startsWith("stream gate: /dev/video7: ");
  }

  @Test
  void aLibraryThatCamerasNeed_isMissed() {
    Runnable fails =
        () -> {
          throw new SluiceException(ErrorCode.ENVIRONMENT, "libpulse.so.0 is missing");
        };

    assertThat(run(fails, ofCamera())).contains(Finding.problem("libpulse.so.0 is missing", ""));
  }
}
