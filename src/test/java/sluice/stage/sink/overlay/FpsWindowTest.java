package sluice.stage.sink.overlay;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.OptionalDouble;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class FpsWindowTest {
  private final FpsWindow window = new FpsWindow();

  @Test
  void rate_isEmpty_afterOneTimestamp() {
    assertThat(window.add(5)).isEmpty();
    assertThat(window.add(5)).isEmpty();
  }

  @Test
  void rate_coversTheLastSecond() {
    long time = 0;
    for (int i = 0; i < 100; i++) {
      window.add(time += 10_000_000);
    }
    OptionalDouble rate = OptionalDouble.empty();
    for (int i = 0; i < 25; i++) {
      rate = window.add(time += 50_000_000);
    }
    assertThat(rate.getAsDouble()).isCloseTo(20, Offset.offset(1e-6));
  }

  @Test
  void rateOfSlowFrames_isMeasuredBetweenTwoFrames() {
    window.add(0);
    window.add(10_000_000);
    assertThat(window.add(4_010_000_000L).getAsDouble()).isCloseTo(0.25, Offset.offset(1e-6));
  }
}
