package sluice.stage.preprocess;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import sluice.core.model.Resize;
import sluice.video.image.Scaler;

class PreprocessSettingsTest {
  private final PreprocessSettings usual = PreprocessSettings.of(Resize.LETTERBOX);

  @Test
  void usual_isBilinearOnGrey() {
    assertThat(usual)
        .isEqualTo(new PreprocessSettings(Resize.LETTERBOX, Scaler.Kernel.BILINEAR, 114));
  }

  @Test
  void valuesOutOfRange_areRefusedByName() {
    assertThatThrownBy(() -> usual.withPad(256)).hasMessage("pad: 256 (expected: 0 to 255)");
    assertThatThrownBy(() -> usual.withPad(-1)).hasMessage("pad: -1 (expected: 0 to 255)");
    assertThatThrownBy(() -> usual.withKernel(Scaler.Kernel.NEAREST))
        .hasMessage("kernel: NEAREST (expected: BILINEAR, BICUBIC, AREA or LANCZOS)");
    assertThatThrownBy(() -> usual.withKernel(Scaler.Kernel.FAST_BILINEAR))
        .hasMessageContaining("FAST_BILINEAR");
  }
}
