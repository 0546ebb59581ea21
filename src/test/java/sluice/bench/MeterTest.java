package sluice.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import sluice.core.LatencyStage;
import sluice.core.Predictions;
import sluice.core.Timings;

class MeterTest {
  private long now = 77;

  private Meter meter(boolean endToEnd, int detectionFrames) {
    MeasureSettings settings =
        new MeasureSettings(
            Duration.ZERO, Duration.ofSeconds(3), Duration.ofSeconds(1), detectionFrames);
    return new Meter(settings, endToEnd, 4, () -> now);
  }

  private void pass(double seconds) {
    now += (long) (seconds * TimeUnit.SECONDS.toNanos(1));
  }

  private static Timings timings(long millis) {
    Timings timings = new Timings();
    timings.set(LatencyStage.DECODE, TimeUnit.MILLISECONDS.toNanos(1));
    timings.set(LatencyStage.END_TO_END, TimeUnit.MILLISECONDS.toNanos(millis));
    return timings;
  }

  @Test
  void measurement_countsOnlyBetweenBeginAndEnd() {
    Meter meter = meter(true, 0);
    meter.finished(timings(900));
    meter.begin();
    meter.finished(timings(10));
    pass(1.5);
    meter.finished(timings(20));
    pass(1.5);
    assertThat(meter.end()).isEqualTo(TimeUnit.SECONDS.toNanos(3));
    meter.finished(timings(900));

    assertThat(meter.measured()).isEqualTo(2);
    assertThat(meter.latencies().get(LatencyStage.END_TO_END).count()).isEqualTo(2);
    assertThat(meter.latencies().get(LatencyStage.END_TO_END).meanNanos()).isEqualTo(15e6);
  }

  @Test
  void intervals_haveTheirOwnRateAndLatency_andTheLastOneTakesInTheRest() {
    Meter meter = meter(true, 0);
    meter.begin();
    meter.finished(timings(10));
    meter.finished(timings(30));
    pass(2.5);
    meter.finished(timings(40));
    pass(1.5);
    meter.finished(timings(60));

    assertThat(meter.intervals(meter.end()))
        .containsExactly(new Interval(1, 2, 20), new Interval(2, 0, 0), new Interval(4, 1, 50));
  }

  @Test
  void latencies_coverOnlyDeviceStages_withoutEndToEnd() {
    Meter meter = meter(false, 10);
    meter.begin();
    meter.finished(timings(10));

    assertThat(meter.latencies().get(LatencyStage.DECODE).count()).isZero();
    assertThat(meter.latencies().get(LatencyStage.INFERENCE).count()).isEqualTo(1);
    assertThat(meter.latencies()).containsOnlyKeys(LatencyStage.values());
    assertThat(meter.sighted().toCompletableFuture()).isDone();
    assertThat(meter.sightings()).isEqualTo(FirstDetections.NONE);
  }

  @Test
  void warmup_ends_afterEnoughResults() {
    Meter meter = meter(true, 0);
    for (int i = 0; i < 3; i++) {
      meter.finished(timings(1));
    }
    assertThat(meter.warm().toCompletableFuture()).isNotDone();
    meter.finished(timings(1));
    assertThat(meter.warm().toCompletableFuture()).isDone();
  }

  @Test
  void objectsOfTheFirstFrames_areKept_inTheirOrder_measuredOrNot() {
    Meter meter = meter(true, 2);
    meter.finished(1, timings(1), Predictions.ofDetections(List.of(Measured.object(1, 0.5f))));
    assertThat(meter.sightings()).isEqualTo(FirstDetections.NONE);
    assertThat(meter.sighted().toCompletableFuture()).isNotDone();
    meter.finished(0, timings(1), Predictions.NONE);
    meter.finished(2, timings(1), Predictions.ofDetections(List.of(Measured.object(2, 0.5f))));

    assertThat(meter.sighted().toCompletableFuture()).isDone();
    assertThat(meter.sightings().frames())
        .isEqualTo(List.of(List.of(), List.of(Measured.object(1, 0.5f))));
  }

  @Test
  void framesWithoutObjects_areFollowedByMore_untilThereAreSome() {
    Meter meter = meter(true, 2);
    for (int frame = 0; frame < 3; frame++) {
      meter.finished(frame, timings(1), Predictions.NONE);
      assertThat(meter.sighted().toCompletableFuture()).isNotDone();
    }
    meter.finished(3, timings(1), Predictions.ofDetections(List.of(Measured.object(1, 0.5f))));

    assertThat(meter.sighted().toCompletableFuture()).isDone();
    assertThat(meter.sightings().frames()).hasSize(4);
    assertThat(meter.sightings().objects()).isEqualTo(1);
  }

  @Test
  void anInputWithoutObjects_isGivenUp_afterFourTimesTheFrames() {
    Meter meter = meter(true, 2);
    for (int frame = 0; frame < 8; frame++) {
      assertThat(meter.sighted().toCompletableFuture()).isNotDone();
      meter.finished(frame, timings(1), Predictions.NONE);
    }
    assertThat(meter.sighted().toCompletableFuture()).isDone();
    assertThat(meter.sightings().frames()).hasSize(8);
  }

  @Test
  void flightGauge_countsTimeWithTooFewInFlight() {
    InFlightGauge gauge = new InFlightGauge(2, () -> now);
    pass(1);
    gauge.started();
    pass(2);
    gauge.started();
    pass(4);
    gauge.started();
    pass(8);
    gauge.ended();
    gauge.ended();
    pass(16);

    assertThat(gauge.tooFewNanos()).isEqualTo(TimeUnit.SECONDS.toNanos(19));
    gauge.ended();
    pass(32);
    assertThat(gauge.tooFewNanos()).isEqualTo(TimeUnit.SECONDS.toNanos(51));
  }
}
