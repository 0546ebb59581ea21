package sluice.app.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sluice.app.devices.DeviceInspector;
import sluice.app.devices.DeviceReport;
import sluice.app.devices.DeviceReport.Device;
import sluice.app.devices.DeviceReport.Range;
import sluice.app.doctor.Finding.Level;
import sluice.config.settings.ServiceConfig;
import sluice.core.ErrorCode;
import sluice.core.SluiceException;
import sluice.openvino.OpenVino;
import sluice.testing.ConfigText;

/** How libraries and what they find are judged. */
class LibraryChecksTest {
  private static final DeviceInspector ONE =
      _ ->
          new DeviceReport(
              "2026",
              List.of(
                  new Device(
                      "CPU",
                      "AMD EPYC",
                      List.of(),
                      Optional.of(new Range(1, 8, 1)),
                      Optional.empty())),
              List.of());

  @TempDir Path folder;

  private Optional<ServiceConfig> config(String text) {
    return Optional.of(ConfigText.of(folder, text).fine());
  }

  @Test
  void openVino_isNamedWithItsPlace() {
    OpenVino.Library library = new OpenVino.Library(Path.of("/lib/openvino_c.so"), "2026.4.1-x");

    assertThat(new OpenVinoCheck(() -> library).run())
        .containsExactly(Finding.ok("OpenVINO 2026.4.1-x, /lib/openvino_c.so"));
  }

  @Test
  void devices_areListed() {
    assertThat(new DevicesCheck(ONE, Optional.empty()).run())
        .containsExactly(Finding.ok("CPU, AMD EPYC, up to 8 streams"));
  }

  @Test
  void aModelOfADeviceThatIsMissing_isAProblem() {
    List<Finding> found =
        new DevicesCheck(
                ONE,
                config(
                    "sluice.models { m { model = person-detection-hog, device = GPU }\n"
                        + "n { model = person-detection-hog, device = AUTO } }"))
            .run();

    assertThat(found).hasSize(2);
    assertThat(found.get(1).level()).isEqualTo(Level.PROBLEM);
    assertThat(found.get(1).found()).startsWith("model m: device: 'GPU' isn't there");
  }

  @Test
  void noDevice_isAProblem() {
    assertThat(
            new DevicesCheck(_ -> new DeviceReport("", List.of(), List.of()), Optional.empty())
                .run())
        .singleElement()
        .returns(Level.PROBLEM, Finding::level);
  }

  @Test
  void devicesWithoutOpenVino_areNotKnown_whichOpenVinoTells() {
    DeviceInspector none =
        _ -> {
          throw new SluiceException(ErrorCode.ENVIRONMENT, "OpenVINO's library isn't found");
        };

    assertThat(new DevicesCheck(none, Optional.empty()).run())
        .containsExactly(Finding.warning("not known without OpenVINO's libraries", "see openvino"));
  }

  @Test
  void eachVideoLibrary_isLookedAt() {
    List<Finding> found =
        new VideoCheck(
                () -> {
                  throw new SluiceException(ErrorCode.ENVIRONMENT, "FFmpeg's can't: libx.so");
                },
                () -> "4.9")
            .run();

    assertThat(found).hasSize(2);
    assertThat(found.get(0).level()).isEqualTo(Level.PROBLEM);
    assertThat(found.get(0).found()).isEqualTo("FFmpeg's can't: libx.so");
    assertThat(found.get(1)).isEqualTo(Finding.ok("OpenCV 4.9 loads"));
  }

  @Test
  void videoLibraries_sayTheirVersions() {
    assertThat(new VideoCheck().run())
        .allSatisfy(found -> assertThat(found.found()).matches("\\w+ \\d+(\\.\\d+)+ loads"))
        .hasSize(2);
  }

  @Test
  void letters_areDrawn_orMissed() {
    assertThat(new FontsCheck().run()).containsExactly(FontsCheck.judge(true));
    assertThat(FontsCheck.judge(true).level()).isEqualTo(Level.OK);
    assertThat(FontsCheck.judge(false).level()).isEqualTo(Level.PROBLEM);
  }
}
