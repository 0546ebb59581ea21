package sluice.cluster.placement;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class WeightEstimateTest {
  private static final Duration MINUTE = Duration.ofSeconds(60);

  @Test
  void unitIsA1080pCameraOfWhichTheBuiltInModelLooksAtTenPictures() {
    assertThat(new StreamCost(10, 1, 1.920 * 1.080, 25).weight()).isCloseTo(1, Offset.offset(1e-9));
    assertThat(new StreamCost(20, 2, 1.920 * 1.080, 25).weight())
        .isCloseTo(2.5, Offset.offset(1e-9));
    assertThat(new StreamCost(0, 1, 1.920 * 1.080, 50).weight()).isCloseTo(1, Offset.offset(1e-9));
  }

  @Test
  void whatIsMeasuredInTheFirstMinute_doesNotCount() {
    assertThat(WeightEstimate.UNKNOWN.measured(MINUTE.minusMillis(1), 5))
        .isEqualTo(WeightEstimate.UNKNOWN);
    assertThat(WeightEstimate.UNKNOWN.measured(MINUTE, 5).weight()).isEqualTo(5);
  }

  @Test
  void estimateIsKept_untilMoreThanAQuarterAway() {
    WeightEstimate four = new WeightEstimate(4);
    assertThat(four.measured(MINUTE, 5)).isEqualTo(four);
    assertThat(four.measured(MINUTE, 3)).isEqualTo(four);
    assertThat(four.measured(MINUTE, 5.01).weight()).isEqualTo(5.01);
    assertThat(four.measured(MINUTE, 2.99).weight()).isEqualTo(2.99);
  }

  @Test
  void whatIsNoMeasurement_changesNothing_andNoStreamIsFree() {
    WeightEstimate four = new WeightEstimate(4);
    assertThat(four.measured(MINUTE, Double.NaN)).isEqualTo(four);
    assertThat(four.measured(MINUTE, -1)).isEqualTo(four);
    assertThat(four.measured(MINUTE, Double.POSITIVE_INFINITY)).isEqualTo(four);
    assertThat(four.measured(MINUTE, 0).weight()).isEqualTo(0.01);
  }
}
