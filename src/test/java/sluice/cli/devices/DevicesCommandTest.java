package sluice.cli.devices;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import sluice.app.devices.DeviceReport;
import sluice.app.devices.DeviceReport.Device;
import sluice.app.devices.DeviceReport.ModelRow;
import sluice.app.devices.DeviceReport.Range;
import sluice.cli.Cli;

class DevicesCommandTest {
  private static final OptionalInt UNKNOWN = OptionalInt.empty();
  private static final DeviceReport REPORT =
      new DeviceReport(
          "2026.4.1",
          List.of(
              new Device(
                  "CPU",
                  "AMD EPYC",
                  List.of("FP32", "INT8"),
                  Optional.of(new Range(1, 2, 1)),
                  Optional.of(new Range(1, 16, 3))),
              new Device("GPU.0", "\"Arc\"", List.of(), Optional.empty(), Optional.empty())),
          List.of(
              new ModelRow(
                  "CPU",
                  "throughput",
                  OptionalInt.of(12),
                  OptionalInt.of(6),
                  OptionalInt.of(24),
                  "bf16",
                  List.of("CPU"),
                  ""),
              new ModelRow(
                  "GPU.0", "latency", UNKNOWN, UNKNOWN, UNKNOWN, "", List.of(), "no kernel")));

  private final Cli cli = new Cli();

  @Test
  void devices_areListed_withoutModel() {
    cli.devices = new DeviceReport(REPORT.openvino(), REPORT.devices(), List.of());

    assertThat(cli.run("devices").out())
        .isEqualTo(
            """
            OpenVINO 2026.4.1

            device  name      streams  requests  capabilities
            CPU     AMD EPYC  1 to 2   1 to 16   FP32 INT8
            GPU.0   "Arc"     -        -
            """);
  }

  @Test
  void devices_listExecutionSettings_withModel() {
    cli.devices = REPORT;

    assertThat(cli.run("devices", "-m", "m.xml").out())
        .endsWith(
            """

            device  hint        requests  streams  threads  precision  runs on
            CPU     throughput        12        6       24       bf16      CPU
            GPU.0   latency            -        -        -          -        -
            GPU.0, latency: no kernel
            """);
  }

  @Test
  void devicesJson_omitsUnknownValues() throws IOException {
    cli.devices = REPORT;

    String out = cli.run("devices", "-m", "m.xml", "--json").out();

    JsonNode expected =
        new ObjectMapper()
            .readTree(
                """
                {"openvino": "2026.4.1",
                 "devices": [
                  {"device": "CPU", "name": "AMD EPYC", "capabilities": ["FP32", "INT8"],
                   "streams": {"min": 1, "max": 2, "step": 1}, "requests": {"min": 1, "max": 16, "step": 3}},
                  {"device": "GPU.0", "name": "\\"Arc\\"", "capabilities": []}],
                 "model": [
                  {"device": "CPU", "hint": "throughput", "requests": 12, "streams": 6, "threads": 24,
                   "precision": "bf16", "execution_devices": ["CPU"]},
                  {"device": "GPU.0", "hint": "latency", "failure": "no kernel"}]}
                """);
    assertThat(new ObjectMapper().readTree(out)).isEqualTo(expected);
    assertThat(out).endsWith("}\n");
  }
}
