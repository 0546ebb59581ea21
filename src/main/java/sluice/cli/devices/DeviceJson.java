package sluice.cli.devices;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import sluice.app.devices.DeviceReport;
import sluice.json.JsonField;
import sluice.json.JsonText;
import sluice.json.Naming;

/**
 * A device report as one JSON object: {@code openvino}, {@code devices[]} and, with a model, {@code
 * model[]}. What a device doesn't report is left out.
 */
final class DeviceJson {
  private DeviceJson() {}

  /** The object, indented, ended by a line feed. */
  static String of(DeviceReport report) {
    return JsonText.indented(
        new Report(
            report.openvino(),
            report.devices().stream().map(Device::of).toList(),
            report.model().stream().map(Row::of).toList()),
        Naming.SNAKE);
  }

  private record Report(
      String openvino, List<Device> devices, @JsonField(omitEmpty = true) List<Row> model) {}

  private record Device(
      String device,
      String name,
      List<String> capabilities,
      Optional<Bounds> streams,
      Optional<Bounds> requests) {

    static Device of(DeviceReport.Device device) {
      return new Device(
          device.name(),
          device.fullName(),
          device.capabilities(),
          device.streams().map(Bounds::of),
          device.requests().map(Bounds::of));
    }
  }

  private record Bounds(int min, int max, int step) {
    static Bounds of(DeviceReport.Range range) {
      return new Bounds(range.least(), range.most(), range.step());
    }
  }

  private record Row(
      String device,
      String hint,
      OptionalInt requests,
      OptionalInt streams,
      OptionalInt threads,
      @JsonField(omitEmpty = true) String precision,
      Optional<List<String>> executionDevices,
      @JsonField(omitEmpty = true) String failure) {

    static Row of(DeviceReport.ModelRow row) {
      return new Row(
          row.device(),
          row.hint(),
          row.requests(),
          row.streams(),
          row.threads(),
          row.precision(),
          row.failure().isEmpty() ? Optional.of(row.executionDevices()) : Optional.empty(),
          row.failure());
    }
  }
}
