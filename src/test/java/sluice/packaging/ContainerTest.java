package sluice.packaging;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import sluice.config.binding.ConfigResult;
import sluice.config.settings.ServiceConfig;

/** The container file and its configuration; no image is built here. */
class ContainerTest {
  private static final Path FILE = Path.of("src/packaging/container/Containerfile");

  @Test
  void containerConfig_isReachableFromOutside() {
    ServiceConfig config = Shipped.config();

    assertThat(config.http().bind()).isEqualTo("0.0.0.0");
    assertThat(config.http().port()).isEqualTo(8080);
    assertThat(config.dataDir()).isEqualTo(Path.of("/var/lib/sluice"));
    assertThat(config.streams()).containsOnlyKeys("demo");
  }

  @Test
  void containerConfig_isRefused_withoutToken() {
    assertThat(Shipped.read(Map.of())).isInstanceOf(ConfigResult.Refused.class);
  }

  @Test
  void containerFile_copiesExistingFiles_andSetsUserAndHealthcheck() throws IOException {
    assertThat(Files.readString(FILE))
        .contains(" src/packaging/container/application.conf ")
        .containsPattern("(?m)^USER [1-9][0-9]*:[1-9][0-9]*$")
        .contains("HEALTHCHECK", "http://127.0.0.1:8080/health/live");
  }
}
