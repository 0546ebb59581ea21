package sluice.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import sluice.app.ModelFamilies;
import sluice.app.sink.SinkTypes;
import sluice.config.ConfigReader;
import sluice.config.SettingTables;
import sluice.config.binding.ConfigResult;
import sluice.config.binding.Problem;
import sluice.config.binding.ReadContext;
import sluice.config.settings.ServiceConfig;

/** A configuration for a test: its text, and the context that it is read in. */
public record ConfigText(Path file, Map<String, String> environment) {
  public static ConfigText of(Path folder, String text) {
    try {
      return new ConfigText(
          Files.writeString(folder.resolve("test.conf"), text), Map.of("HOME", "/home/somebody"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public ConfigText with(String variable, String value) {
    Map<String, String> more = new HashMap<>(environment);
    more.put(variable, value);
    return new ConfigText(file, more);
  }

  /** Every file is there except those called missing. */
  public ReadContext surroundings() {
    return new ReadContext(
        environment,
        path -> !path.toString().contains("missing"),
        address -> Optional.empty(),
        new SettingTables(ModelFamilies.facts(), SinkTypes.variants(SinkTypes.ALL)).facts());
  }

  public ServiceConfig fine() {
    ConfigResult<ServiceConfig> reading = new ConfigReader(surroundings()).read(file);
    assertThat(reading).as("%s", reading).isInstanceOf(ConfigResult.Fine.class);
    return ((ConfigResult.Fine<ServiceConfig>) reading).value();
  }

  public List<Problem> problems() {
    return switch (new ConfigReader(surroundings()).read(file)) {
      case ConfigResult.Fine<ServiceConfig> fine -> List.of();
      case ConfigResult.Refused<ServiceConfig>(List<Problem> problems) -> problems;
    };
  }

  /** The problems without folder and name of the file: {@code 3: sluice.http.port: …}. */
  public List<String> lines() {
    return problems().stream()
        .map(Problem::text)
        .map(text -> text.replaceFirst("^.*test\\.conf:\\s*", ""))
        .toList();
  }
}
