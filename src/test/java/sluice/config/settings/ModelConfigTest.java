package sluice.config.settings;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ModelConfigTest {

  @Test
  void modelBesideAnother_takesOneThread() {
    ModelConfig beside = builder().build().besideAnother();
    assertThat(beside.streams()).hasValue(1);
    assertThat(beside.threads()).hasValue(1);
  }

  static Stream<ModelConfig> said() {
    return Stream.of(
        builder().requests(OptionalInt.of(2)).build(),
        builder().streams(OptionalInt.of(2)).build(),
        builder().threads(OptionalInt.of(2)).build(),
        builder().device("GPU").build(),
        builder().properties(Map.of("NUM_STREAMS", "2")).build());
  }

  private static ModelConfig.Builder builder() {
    return ModelConfig.builder("clothes", "clothes");
  }

  @ParameterizedTest
  @MethodSource("said")
  void modelBesideAnother_isAsItsSettingsSay(ModelConfig config) {
    assertThat(config.besideAnother()).isSameAs(config);
  }
}
