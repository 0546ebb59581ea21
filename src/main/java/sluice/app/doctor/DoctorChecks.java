package sluice.app.doctor;

import java.nio.file.Path;
import java.time.Clock;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import sluice.app.devices.OpenVinoDeviceInspector;
import sluice.config.settings.ServiceConfig;

/**
 * The table of checks: the one place that lists them, in the order in which they are run and shown,
 * after the configuration that they need.
 */
final class DoctorChecks {
  private static final Path ROOT = Path.of("/");

  private DoctorChecks() {}

  /**
   * All checks.
   *
   * @param config in force; absent: there is none, or it can't be used
   */
  static List<DoctorCheck> of(Optional<ServiceConfig> config) {
    Load load = Load.of(config);
    List<DoctorCheck> checks = new ArrayList<>();
    checks.add(new JavaCheck(JavaCheck.Facts.ofProcess(), load));
    checks.add(new OpenVinoCheck());
    checks.add(new DevicesCheck(new OpenVinoDeviceInspector(), config));
    checks.add(new VideoCheck());
    checks.add(new FontsCheck());
    checks.add(new IsolationCheck(config));
    checks.add(new LimitsCheck(ROOT, load));
    checks.add(new ClockCheck(ROOT, Clock.system(ZoneId.systemDefault())));
    checks.addAll(DiskCheck.all(config));
    checks.add(new PortsCheck(config));
    checks.add(new CamerasCheck(ROOT.resolve("dev"), config));
    return checks;
  }
}
