package sluice.app.doctor;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import sluice.app.devices.DeviceInspector;
import sluice.app.devices.DeviceReport;
import sluice.app.devices.DeviceReport.Device;
import sluice.app.model.DeviceNames;
import sluice.config.settings.ModelConfig;
import sluice.config.settings.ServiceConfig;
import sluice.core.ErrorCode;
import sluice.core.Failures;
import sluice.core.SluiceException;
import sluice.core.util.Plural;

/** The devices that OpenVINO finds, and whether those are there that models are to run on. */
final class DevicesCheck implements DoctorCheck {
  private static final String SHOWS = "'sluice devices' lists them";

  private final DeviceInspector inspector;
  private final Optional<ServiceConfig> config;

  DevicesCheck(DeviceInspector inspector, Optional<ServiceConfig> config) {
    this.inspector = inspector;
    this.config = config;
  }

  @Override
  public String name() {
    return "devices";
  }

  @Override
  public List<Finding> run() {
    DeviceReport report;
    try {
      report = inspector.inspect(Optional.empty());
    } catch (SluiceException e) {
      if (e.code() == ErrorCode.ENVIRONMENT) {
        return List.of(Finding.warning("not known without OpenVINO's libraries", "see openvino"));
      }
      throw e;
    }
    if (report.devices().isEmpty()) {
      return List.of(
          Finding.problem(
              "OpenVINO finds none",
              "its folder must hold the plugin of a device, libopenvino_intel_cpu_plugin.so at"
                  + " least"));
    }
    List<Finding> findings = new ArrayList<>();
    report.devices().forEach(device -> findings.add(Finding.ok(text(device))));
    List<String> names = report.devices().stream().map(Device::name).toList();
    config.ifPresent(
        each -> each.models().values().forEach(model -> check(model, names, findings)));
    return findings;
  }

  private static void check(ModelConfig model, List<String> names, List<Finding> findings) {
    try {
      DeviceNames.check(model.device(), names);
    } catch (SluiceException e) {
      findings.add(
          Finding.problem(
              "model " + model.name() + ": " + Failures.message(e),
              "set its device to one that is there, or install the device's driver; " + SHOWS));
    }
  }

  /** Optimal numbers of requests are those of a model, which would have to be compiled for it. */
  private static String text(Device device) {
    String streams =
        device.streams().map(range -> ", up to " + Plural.of(range.most(), "stream")).orElse("");
    return device.name() + ", " + device.fullName() + streams;
  }
}
