package sluice.cli.devices;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import sluice.app.devices.DeviceReport;
import sluice.app.devices.DeviceReport.Device;
import sluice.app.devices.DeviceReport.ModelRow;
import sluice.app.devices.DeviceReport.Range;

/**
 * A device report as one JSON object: {@code openvino}, {@code devices[]} and, with a model, {@code
 * model[]}. What a device doesn't tell is left out.
 */
final class DeviceJson {
  private final JsonGenerator json;

  private DeviceJson(JsonGenerator json) {
    this.json = json;
  }

  /** The object, indented, ended by a line feed. */
  static String of(DeviceReport report) {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = new JsonFactory().createGenerator(text)) {
      json.useDefaultPrettyPrinter();
      new DeviceJson(json).report(report);
    } catch (IOException e) {
      throw new UncheckedIOException("a string can't be written to", e);
    }
    return text.append('\n').toString();
  }

  private void report(DeviceReport report) throws IOException {
    json.writeStartObject();
    json.writeStringField("openvino", report.openvino());
    json.writeArrayFieldStart("devices");
    for (Device device : report.devices()) {
      device(device);
    }
    json.writeEndArray();
    if (!report.model().isEmpty()) {
      json.writeArrayFieldStart("model");
      for (ModelRow row : report.model()) {
        row(row);
      }
      json.writeEndArray();
    }
    json.writeEndObject();
  }

  private void device(Device device) throws IOException {
    json.writeStartObject();
    json.writeStringField("device", device.name());
    json.writeStringField("name", device.fullName());
    words("capabilities", device.capabilities());
    range("streams", device.streams());
    range("requests", device.requests());
    json.writeEndObject();
  }

  private void row(ModelRow row) throws IOException {
    json.writeStartObject();
    json.writeStringField("device", row.device());
    json.writeStringField("hint", row.hint());
    number("requests", row.requests());
    number("streams", row.streams());
    number("threads", row.threads());
    word("precision", row.precision());
    if (row.failure().isEmpty()) {
      words("execution_devices", row.executionDevices());
    }
    word("failure", row.failure());
    json.writeEndObject();
  }

  private void words(String name, List<String> values) throws IOException {
    json.writeArrayFieldStart(name);
    for (String value : values) {
      json.writeString(value);
    }
    json.writeEndArray();
  }

  private void range(String name, Optional<Range> range) throws IOException {
    if (range.isPresent()) {
      json.writeObjectFieldStart(name);
      json.writeNumberField("min", range.get().least());
      json.writeNumberField("max", range.get().most());
      json.writeNumberField("step", range.get().step());
      json.writeEndObject();
    }
  }

  private void number(String name, OptionalInt value) throws IOException {
    if (value.isPresent()) {
      json.writeNumberField(name, value.getAsInt());
    }
  }

  private void word(String name, String value) throws IOException {
    if (!value.isEmpty()) {
      json.writeStringField(name, value);
    }
  }
}
