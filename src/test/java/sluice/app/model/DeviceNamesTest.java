package sluice.app.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import sluice.core.ErrorCode;
import sluice.core.SluiceException;

class DeviceNamesTest {
  private static final List<String> AVAILABLE = List.of("CPU", "GPU.0", "GPU.1");

  @ParameterizedTest
  @ValueSource(
      strings = {
        "CPU",
        "GPU",
        "GPU.1",
        "AUTO",
        "AUTO:GPU,CPU",
        "AUTO:-GPU.0",
        "MULTI:GPU.0,CPU",
        "HETERO:GPU,CPU",
        "BATCH:GPU(4)"
      })
  void devicesThatAreThere_areTaken(String device) {
    assertThatCode(() -> DeviceNames.check(device, AVAILABLE)).doesNotThrowAnyException();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          NPU          | device: 'NPU' isn't there (expected: CPU, GPU.0, GPU.1 or AUTO)
          GPU.2        | device: 'GPU.2' isn't there (expected: CPU, GPU.0, GPU.1 or AUTO)
          cpu          | device: 'cpu' isn't there (expected: CPU, GPU.0, GPU.1 or AUTO; names are in capitals: CPU)
          AUTO:NPU,CPU | device: 'NPU' in AUTO:NPU,CPU isn't there (expected: CPU, GPU.0, GPU.1 or AUTO)
          AUTO:        | device: '' in AUTO: isn't there (expected: CPU, GPU.0, GPU.1 or AUTO)
          BATCH:NPU(4) | device: 'NPU' in BATCH:NPU(4) isn't there (expected: CPU, GPU.0, GPU.1 or AUTO)
          """)
  void unknownDevice_isRefused_namingKnownDevices(String device, String message) {
    assertThatThrownBy(() -> DeviceNames.check(device, AVAILABLE))
        .hasMessage(message)
        .isInstanceOfSatisfying(
            SluiceException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.DEVICE));
  }
}
