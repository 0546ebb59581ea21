package sluice.bench;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class InFlightGaugeTest {
  private long now;
  private final InFlightGauge gauge = new InFlightGauge(2, () -> now);

  private long tooFewAt(long nanos) {
    now = nanos;
    return gauge.tooFewNanos();
  }

  @Test
  void starvation_countsOnlyTime_withTooFewInFlight() {
    assertThat(tooFewAt(10)).isEqualTo(10);
    gauge.started();
    assertThat(tooFewAt(30)).isEqualTo(30);
    gauge.started();
    assertThat(tooFewAt(100)).as("as many as wanted").isEqualTo(30);
    gauge.started();
    now = 150;
    gauge.ended();
    assertThat(tooFewAt(160)).as("no fewer than wanted").isEqualTo(30);
    gauge.ended();
    assertThat(tooFewAt(200)).isEqualTo(70);
  }
}
