package sluice.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A configuration for a test: its text, and the world that it is read in. */
record Conf(Path file, Map<String, String> environment) {

  static Conf of(Path folder, String text) {
    try {
      return new Conf(
          Files.writeString(folder.resolve("test.conf"), text), Map.of("HOME", "/home/somebody"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Conf with(String variable, String value) {
    return new Conf(file, Map.of("HOME", "/home/somebody", variable, value));
  }

  /** Every file is there except those called missing. */
  ReadContext surroundings() {
    return new ReadContext(
        environment, path -> !path.toString().contains("missing"), address -> Optional.empty());
  }

  ServiceConfig fine() {
    ConfigResult<ServiceConfig> reading = new ConfigReader(surroundings()).read(file);
    assertThat(reading).as("%s", reading).isInstanceOf(ConfigResult.Fine.class);
    return ((ConfigResult.Fine<ServiceConfig>) reading).value();
  }

  List<Problem> problems() {
    return switch (new ConfigReader(surroundings()).read(file)) {
      case ConfigResult.Fine<ServiceConfig> fine -> List.of();
      case ConfigResult.Refused<ServiceConfig>(List<Problem> problems) -> problems;
    };
  }

  /** The problems without folder and name of the file: {@code 3: sluice.http.port: …}. */
  List<String> lines() {
    return problems().stream()
        .map(Problem::text)
        .map(text -> text.replaceFirst("^.*test\\.conf:\\s*", ""))
        .toList();
  }
}
