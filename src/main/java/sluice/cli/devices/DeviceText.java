package sluice.cli.devices;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import sluice.app.devices.DeviceReport;
import sluice.app.devices.DeviceReport.Device;
import sluice.app.devices.DeviceReport.ModelRow;
import sluice.app.devices.DeviceReport.Range;
import sluice.cli.terminal.TextTable;

/** A device report as tables of text. */
final class DeviceText {
  private static final String UNKNOWN = "-";

  private DeviceText() {}

  /** The tables, each line ended by a line feed. */
  static String of(DeviceReport report) {
    StringBuilder text = new StringBuilder("OpenVINO " + report.openvino() + "\n\n");
    text.append(devices(report.devices()));
    if (!report.model().isEmpty()) {
      text.append('\n').append(model(report.model()));
    }
    report.model().stream()
        .filter(row -> !row.failure().isEmpty())
        .forEach(
            row -> text.append(row.device() + ", " + row.hint() + ": " + row.failure() + "\n"));
    return text.toString();
  }

  private static String devices(List<Device> devices) {
    TextTable table = new TextTable(5);
    table.row(List.of("device", "name", "streams", "requests", "capabilities"));
    for (Device device : devices) {
      table.row(
          List.of(
              device.name(),
              device.fullName(),
              range(device.streams()),
              range(device.requests()),
              String.join(" ", device.capabilities())));
    }
    return table.render();
  }

  private static String model(List<ModelRow> rows) {
    TextTable table = new TextTable(2);
    table.row(List.of("device", "hint", "requests", "streams", "threads", "precision", "runs on"));
    for (ModelRow row : rows) {
      table.row(
          List.of(
              row.device(),
              row.hint(),
              number(row.requests()),
              number(row.streams()),
              number(row.threads()),
              word(row.precision()),
              word(String.join(", ", row.executionDevices()))));
    }
    return table.render();
  }

  private static String range(Optional<Range> range) {
    return range.map(found -> found.least() + " to " + found.most()).orElse(UNKNOWN);
  }

  private static String number(OptionalInt value) {
    return value.isPresent() ? Integer.toString(value.getAsInt()) : UNKNOWN;
  }

  private static String word(String value) {
    return value.isEmpty() ? UNKNOWN : value;
  }
}
