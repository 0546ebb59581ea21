package sluice.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ModelFamilyTest {

  @ParameterizedTest
  @EnumSource(ModelFamily.class)
  void aWordNamesItsFamily(ModelFamily family) {
    assertThat(ModelFamily.named(family.wireName())).isSameAs(family);
    assertThat(family.wireName()).matches("[a-z0-9-]+");
  }

  @Test
  void anotherWordIsRefusedWithTheNearestOne() {
    assertThatThrownBy(() -> ModelFamily.named("yolo8"))
        .isInstanceOfSatisfying(
            SluiceException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.USAGE))
        .hasMessageContaining("family: yolo8 (expected: one of ssd, boxes-labels, yolov5, ")
        .hasMessageEndingWith("; nearest: yolov8)");
  }
}
