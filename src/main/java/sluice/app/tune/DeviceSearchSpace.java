package sluice.app.tune;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import sluice.app.devices.DeviceReport;
import sluice.app.devices.DeviceReport.Device;
import sluice.app.devices.DeviceReport.Range;
import sluice.tune.SearchSpace;

/**
 * Search space of a device: its tunable parameters, from the properties that the device reports.
 */
final class DeviceSearchSpace {
  private static final String CPU = "CPU";

  /** Of a device that doesn't say, or reports more than is useful. */
  private static final int MOST_REQUESTS = 16;

  private DeviceSearchSpace() {}

  /**
   * The space of a device.
   *
   * @param name as the user gave it
   * @param report of all devices
   * @param processors that this process may use
   */
  static SearchSpace of(String name, DeviceReport report, int processors) {
    Optional<Device> device =
        report.devices().stream().filter(each -> each.name().equals(name)).findFirst();
    if (name.equals(CPU)) {
      int streams = device.flatMap(Device::streams).map(Range::most).orElse(processors);
      return SearchSpace.ofCpu(Math.clamp(streams, 1, processors), precisions(device));
    }
    int requests = device.flatMap(Device::requests).map(Range::most).orElse(MOST_REQUESTS);
    return SearchSpace.ofOther(Math.clamp(requests, 1, MOST_REQUESTS), precisions(device));
  }

  /** The types that can be asked for; f32 everywhere. */
  private static List<String> precisions(Optional<Device> device) {
    List<String> capabilities = device.map(Device::capabilities).orElse(List.of());
    List<String> precisions = new ArrayList<>(List.of("f32"));
    if (capabilities.contains("BF16")) {
      precisions.add("bf16");
    }
    if (capabilities.contains("FP16")) {
      precisions.add("f16");
    }
    return precisions;
  }
}
