package sluice.openvino.ffi;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class VersionGateTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "2025.4.1-20426-82bbf0292c5-releases/2025/4",
        "2024.6.0-17404-4c0f47d2335",
        "2022.3"
      })
  void olderRelease_isRefusedByName(String build) {
    assertThatThrownBy(() -> VersionGate.check(build, "/opt/libopenvino_c.so"))
        .isInstanceOf(LibraryException.class)
        .hasMessageContaining(build)
        .hasMessageContaining("/opt/libopenvino_c.so")
        .hasMessageContaining("2026.0 or newer");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "2026.0.0-20965-c6d6a13a886-releases/2026/0",
        "2026.4.1",
        "2027.0.0-1",
        "custom_main_abc"
      })
  void thisReleaseAndNewer_andBuildsWithoutARelease_pass(String build) {
    assertThatCode(() -> VersionGate.check(build, "/opt/libopenvino_c.so"))
        .doesNotThrowAnyException();
  }
}
