package sluice.app.doctor;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import sluice.app.Configuration;
import sluice.config.ConfigReader;
import sluice.config.ConfigWarning;
import sluice.config.binding.ConfigResult;
import sluice.config.binding.Problem;
import sluice.config.settings.ServiceConfig;
import sluice.core.util.Plural;

/**
 * The configuration: whether it can be used, and what stands in it. Keeps it for the other checks.
 */
final class ConfigurationCheck implements DoctorCheck {
  /** Lines that are shown of what is wrong. */
  private static final int MOST_SHOWN = 10;

  private final ConfigReader reader;
  private final Optional<Path> named;
  private volatile Optional<ServiceConfig> config = Optional.empty();

  /**
   * A check of a file.
   *
   * @param named the one that the user named; absent: the usual one, which need not be there
   */
  ConfigurationCheck(ConfigReader reader, Optional<Path> named) {
    this.reader = reader;
    this.named = named;
  }

  /** What was read; empty before, and where it can't be used. */
  Optional<ServiceConfig> config() {
    return config;
  }

  @Override
  public String name() {
    return "configuration";
  }

  @Override
  public List<Finding> run() {
    Path file = named.orElseGet(Configuration::usualFile);
    if (named.isEmpty() && !Files.exists(file)) {
      return List.of(
          Finding.warning(
              "there is no " + file + ", so that nothing is known of streams, folders and ports",
              "name a configuration with -c"));
    }
    return switch (reader.read(file)) {
      case ConfigResult.Fine<ServiceConfig>(ServiceConfig read) -> fine(file, read);
      case ConfigResult.Refused<ServiceConfig>(List<Problem> problems) -> refused(file, problems);
    };
  }

  private List<Finding> fine(Path file, ServiceConfig read) {
    config = Optional.of(read);
    List<Finding> findings = new ArrayList<>();
    findings.add(
        Finding.ok(
            "%s: %s, %s, %s"
                .formatted(
                    file,
                    Plural.of(read.models().size(), "model"),
                    Plural.of(read.streams().size(), "stream"),
                    Plural.of(read.sinks().size(), "sink"))));
    for (ConfigWarning warning : ConfigWarning.of(read)) {
      findings.add(Finding.warning(warning.path() + ": " + warning.found(), warning.advice()));
    }
    return findings;
  }

  private static List<Finding> refused(Path file, List<Problem> problems) {
    List<Finding> findings = new ArrayList<>();
    problems.stream()
        .limit(MOST_SHOWN)
        .forEach(problem -> findings.add(Finding.problem(problem.text(), "correct it")));
    int more = problems.size() - MOST_SHOWN;
    if (more > 0) {
      findings.add(
          Finding.problem(Plural.of(more, "more problem"), "'sluice check -c " + file + "'"));
    }
    return findings;
  }
}
