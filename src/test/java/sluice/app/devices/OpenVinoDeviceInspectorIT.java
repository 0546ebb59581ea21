package sluice.app.devices;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sluice.app.devices.DeviceReport.Device;
import sluice.app.devices.DeviceReport.ModelRow;
import sluice.core.ErrorCode;
import sluice.core.SluiceException;

class OpenVinoDeviceInspectorIT {
  /** One ReLU over four floats. */
  private static final String TINY_MODEL =
      """
      <?xml version="1.0"?>
      <net name="tiny" version="11">
        <layers>
          <layer id="0" name="in" type="Parameter" version="opset1">
            <data shape="1,4" element_type="f32"/>
            <output><port id="0" precision="FP32"><dim>1</dim><dim>4</dim></port></output>
          </layer>
          <layer id="1" name="relu" type="ReLU" version="opset1">
            <input><port id="0" precision="FP32"><dim>1</dim><dim>4</dim></port></input>
            <output><port id="1" precision="FP32"><dim>1</dim><dim>4</dim></port></output>
          </layer>
          <layer id="2" name="out" type="Result" version="opset1">
            <input><port id="0" precision="FP32"><dim>1</dim><dim>4</dim></port></input>
          </layer>
        </layers>
        <edges>
          <edge from-layer="0" from-port="0" to-layer="1" to-port="0"/>
          <edge from-layer="1" from-port="1" to-layer="2" to-port="0"/>
        </edges>
      </net>
      """;

  @TempDir private Path folder;

  @Test
  void cpu_isReported_withItsCapabilities() {
    DeviceReport report = new OpenVinoDeviceInspector().inspect(Optional.empty());

    assertThat(report.openvino()).startsWith("20");
    assertThat(report.model()).isEmpty();
    Device cpu =
        report.devices().stream()
            .filter(device -> device.name().equals("CPU"))
            .findFirst()
            .orElseThrow();
    assertThat(cpu.fullName()).isNotBlank();
    assertThat(cpu.capabilities()).contains("FP32", "INT8");
    assertThat(cpu.streams().orElseThrow().least()).isEqualTo(1);
    assertThat(cpu.streams().orElseThrow().most()).isPositive();
    assertThat(cpu.requests()).isPresent();
  }

  @Test
  void aModel_isCompiledForEachHint() throws IOException {
    Path model = Files.writeString(folder.resolve("tiny.xml"), TINY_MODEL);
    Files.createFile(folder.resolve("tiny.bin"));

    DeviceReport report = new OpenVinoDeviceInspector().inspect(Optional.of(model));

    assertThat(report.model())
        .filteredOn(row -> row.device().equals("CPU"))
        .allSatisfy(
            row -> {
              assertThat(row.failure()).isEmpty();
              assertThat(row.requests().orElseThrow()).isPositive();
              assertThat(row.streams().orElseThrow()).isPositive();
              assertThat(row.threads().orElseThrow()).isPositive();
              assertThat(row.precision()).isNotEmpty();
              assertThat(row.executionDevices()).containsExactly("CPU");
            })
        .extracting(ModelRow::hint)
        .containsExactly("throughput", "latency", "none");
    assertThat(report.model().get(1).streams()).hasValue(1);
  }

  @Test
  void unreadableModel_isRefusedByName() throws IOException {
    Path text = Files.writeString(folder.resolve("broken.xml"), "<net/>");
    Path missing = folder.resolve("missing.xml");

    refused(text, "broken.xml");
    refused(missing, "model " + missing + " does not exist (expected: OpenVINO IR");
  }

  private static void refused(Path model, String message) {
    assertThatThrownBy(() -> new OpenVinoDeviceInspector().inspect(Optional.of(model)))
        .hasMessageContaining(message)
        .isInstanceOfSatisfying(
            SluiceException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.MODEL));
  }
}
