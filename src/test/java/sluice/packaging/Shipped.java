package sluice.packaging;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import sluice.app.Configuration;
import sluice.config.ConfigReader;
import sluice.config.binding.ConfigResult;
import sluice.config.binding.ReadContext;
import sluice.config.settings.ServiceConfig;

/** The configuration shipped in the container image. */
final class Shipped {
  private static final Path FILE = Path.of("src/packaging/container/application.conf");

  private Shipped() {}

  /** As it is read where the token is there. */
  static ServiceConfig config() {
    ConfigResult<ServiceConfig> reading = read(Map.of("SLUICE_TOKEN", "0123456789abcdef"));
    assertThat(reading).as("%s", reading).isInstanceOf(ConfigResult.Fine.class);
    return ((ConfigResult.Fine<ServiceConfig>) reading).value();
  }

  /** What comes of reading it with these variables, besides those of the Containerfile. */
  static ConfigResult<ServiceConfig> read(Map<String, String> variables) {
    Map<String, String> environment = new HashMap<>(variables);
    environment.put("STATE_DIRECTORY", "/var/lib/sluice");
    return new ConfigReader(
            new ReadContext(
                environment,
                path -> true,
                source -> Optional.empty(),
                Configuration.tables().facts()))
        .read(FILE);
  }
}
