package sluice.app.doctor;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import sluice.app.Configuration;
import sluice.config.settings.ServiceConfig;

/** Doctor that looks at this machine, as this process sees it. */
public final class MachineDoctor implements Doctor {
  /** For each check that has no limit of its own. */
  private static final Duration LIMIT = Duration.ofSeconds(5);

  private final Function<Optional<ServiceConfig>, List<DoctorCheck>> checks;
  private final CheckRunner runner;

  /** One with all checks. */
  public MachineDoctor() {
    this(LIMIT, DoctorChecks::of);
  }

  /**
   * One with other checks after that of the configuration.
   *
   * @param limit for each that has none of its own, above 0
   * @param checks made of the configuration in force
   */
  MachineDoctor(Duration limit, Function<Optional<ServiceConfig>, List<DoctorCheck>> checks) {
    this.runner = new CheckRunner(limit);
    this.checks = checks;
  }

  @Override
  public DoctorReport examine(Optional<Path> file, Consumer<DoctorReport.Entry> each) {
    List<DoctorReport.Entry> entries = new ArrayList<>();
    ConfigurationCheck configuration = new ConfigurationCheck(Configuration.reader(), file);
    run(configuration, entries, each);
    for (DoctorCheck check : checks.apply(configuration.config())) {
      run(check, entries, each);
    }
    return new DoctorReport(entries);
  }

  private void run(
      DoctorCheck check, List<DoctorReport.Entry> entries, Consumer<DoctorReport.Entry> each) {
    for (DoctorReport.Entry entry : runner.run(check)) {
      entries.add(entry);
      each.accept(entry);
    }
  }
}
