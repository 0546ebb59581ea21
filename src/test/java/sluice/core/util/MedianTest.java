package sluice.core.util;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;

class MedianTest {
  @Test
  void median_isIndependentOfOrder() {
    assertThat(Median.of(3, 1, 1000)).isEqualTo(3);
    assertThat(Median.of(4, 1, 2, 1000)).isEqualTo(3);
    assertThat(Median.of(DoubleStream.of(7))).isEqualTo(7);
    assertThatIllegalArgumentException().isThrownBy(Median::of);
  }
}
