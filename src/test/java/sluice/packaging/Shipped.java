package sluice.packaging;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import sluice.config.ConfigReader;
import sluice.config.Reading;
import sluice.config.ServiceConfig;
import sluice.config.Surroundings;

/** The configuration of the container. */
final class Shipped {
  private static final Path FILE = Path.of("src/packaging/container/application.conf");

  private Shipped() {}

  /** As it is read where the token is there. */
  static ServiceConfig config() {
    Reading<ServiceConfig> reading = read(Map.of("SLUICE_TOKEN", "0123456789abcdef"));
    assertThat(reading).as("%s", reading).isInstanceOf(Reading.Fine.class);
    return ((Reading.Fine<ServiceConfig>) reading).value();
  }

  /** What comes of reading it with these variables, besides those of the Containerfile. */
  static Reading<ServiceConfig> read(Map<String, String> variables) {
    Map<String, String> environment = new HashMap<>(variables);
    environment.put("STATE_DIRECTORY", "/var/lib/sluice");
    return new ConfigReader(new Surroundings(environment, path -> true, source -> Optional.empty()))
        .read(FILE);
  }
}
