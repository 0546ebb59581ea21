package sluice.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class LatencyHistogramTest {
  private final LatencyHistogram histogram = new LatencyHistogram();

  @Test
  void nothingRecorded_isEmpty() {
    assertThat(histogram.summary()).isEqualTo(LatencySummary.EMPTY);
  }

  @Test
  void percentilesOfAThousandValues_areWithinOneInAHundred() {
    for (int millis = 1; millis <= 1_000; millis++) {
      histogram.record(TimeUnit.MILLISECONDS.toNanos(millis));
    }

    LatencySummary summary = histogram.summary();

    assertThat(summary.count()).isEqualTo(1_000);
    assertThat(summary.meanNanos()).isEqualTo(500_500_000.0);
    assertThat((double) summary.p50Nanos()).isEqualTo(500e6, within(5e6));
    assertThat((double) summary.p90Nanos()).isEqualTo(900e6, within(9e6));
    assertThat((double) summary.p99Nanos()).isEqualTo(990e6, within(9.9e6));
  }

  @Test
  void oneSlowValueInFifty_showsInTheNinetyNinthPercentileOnly() {
    for (int i = 0; i < 100; i++) {
      histogram.record(i % 50 == 0 ? 80_000_000 : 1_000_000);
    }

    LatencySummary summary = histogram.summary();

    assertThat((double) summary.p50Nanos()).isEqualTo(1e6, within(1e4));
    assertThat((double) summary.p90Nanos()).isEqualTo(1e6, within(1e4));
    assertThat((double) summary.p99Nanos()).isEqualTo(80e6, within(8e5));
  }

  @Test
  void negativeAndEndlessValues_areHeldWithinTheTable() {
    histogram.record(-5);
    histogram.record(Long.MAX_VALUE);

    assertThat(histogram.summary().p50Nanos()).isLessThan(1_024);
    assertThat((double) histogram.summary().p99Nanos()).isEqualTo(600e9, within(6e9));
  }
}
