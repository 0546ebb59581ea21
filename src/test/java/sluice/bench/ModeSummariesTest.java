package sluice.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class ModeSummariesTest {
  private static final Offset<Double> EXACT = within(1e-9);

  private final List<MeasuredMode> measured = new ArrayList<>();

  private ModeSummary summary(BenchMode mode) {
    return ModeSummaries.of(List.of(BenchMode.values()), measured).stream()
        .filter(each -> each.mode() == mode)
        .findFirst()
        .orElseThrow();
  }

  private void measured(BenchMode mode, double... rates) {
    for (int i = 0; i < rates.length; i++) {
      measured.add(Measured.of(mode, i + 1, rates[i]));
    }
  }

  @Test
  void modeSummary_reportsMedianRate_andSpreadAsNoise() {
    measured(BenchMode.STREAM, 80, 100, 90);

    assertThat(summary(BenchMode.STREAM).fps()).isEqualTo(90);
    assertThat(summary(BenchMode.STREAM).noise()).isCloseTo(20 / 90.0, EXACT);
    assertThat(summary(BenchMode.STREAM).measurements()).hasSize(3);
    assertThat(summary(BenchMode.STREAM).typical().repeat()).isEqualTo(3);
  }

  @Test
  void twoRepeats_haveTheirMeanAsMedian() {
    measured(BenchMode.STREAM, 80, 100);

    assertThat(summary(BenchMode.STREAM).fps()).isEqualTo(90);
  }

  @Test
  void ratios_areTakenWithinARepeat() {
    measured(BenchMode.STREAM, 90, 45, 80);
    measured(BenchMode.INFER_ONLY, 100, 50, 200);

    // 0.9, 0.9 and 0.4: the ratio of the medians would be 0.8.
    assertThat(summary(BenchMode.STREAM).ofInferOnly().orElseThrow()).isCloseTo(0.9, EXACT);
    assertThat(summary(BenchMode.INFER_ONLY).ofInferOnly()).hasValue(1);
  }

  @Test
  void withoutInferOnly_thereIsNoRatio_norOfARepeatThatHasNone() {
    measured(BenchMode.STREAM, 90);
    assertThat(summary(BenchMode.STREAM).ofInferOnly()).isEqualTo(OptionalDouble.empty());

    measured.add(Measured.of(BenchMode.STREAM, 2, 30));
    measured.add(Measured.of(BenchMode.INFER_ONLY, 2, 60));
    assertThat(summary(BenchMode.STREAM).ofInferOnly()).hasValue(0.5);
  }

  @Test
  void modes_comeInTheOrderAskedFor_withoutThoseNotMeasured() {
    measured(BenchMode.SYNC, 1);
    measured(BenchMode.STREAM, 1);

    assertThat(
            ModeSummaries.of(List.of(BenchMode.STREAM, BenchMode.QUEUE, BenchMode.SYNC), measured))
        .extracting(ModeSummary::mode)
        .containsExactly(BenchMode.STREAM, BenchMode.SYNC);
  }

  @Test
  void aModeThatFindsFewer_isWrong_howeverFast() {
    measured(BenchMode.SYNC, 10);
    measured.add(Measured.of(BenchMode.QUEUE, 1, 99, Measured.sightings(1, 1, 1, 1)));
    measured.add(Measured.of(BenchMode.QUEUE, 2, 99, Measured.sightings(1, 0, 1, 0)));
    measured(BenchMode.INFER_ONLY, 100);

    assertThat(summary(BenchMode.QUEUE).wrong())
        .hasValue(
            "finds 2 objects, not 4, in the first 4 frames: 2 of them differ, frame 1 first,"
                + " held to sync");
    assertThat(summary(BenchMode.SYNC).wrong()).isEmpty();
    assertThat(summary(BenchMode.INFER_ONLY).wrong()).isEmpty();
  }

  @Test
  void withoutSync_theModeThatFindsMost_isRight() {
    measured.add(Measured.of(BenchMode.ASYNC, 1, 99, Measured.sightings(1, 2)));
    measured.add(Measured.of(BenchMode.STREAM, 1, 50, Measured.sightings(2, 2)));

    assertThat(summary(BenchMode.ASYNC).wrong().orElseThrow()).endsWith("held to stream");
    assertThat(summary(BenchMode.STREAM).wrong()).isEmpty();
  }

  @Test
  void measurementRounds_startWithAnotherModelEachTime() {
    List<BenchMode> modes = List.of(BenchMode.SYNC, BenchMode.STREAM, BenchMode.QUEUE);

    assertThat(ModeOrder.of(modes, 1)).isEqualTo(modes);
    assertThat(ModeOrder.of(modes, 2))
        .containsExactly(BenchMode.STREAM, BenchMode.QUEUE, BenchMode.SYNC);
    assertThat(ModeOrder.of(modes, 4)).isEqualTo(modes);
  }

  @Test
  void limit_isDeviceTimeLeftByDecodingAndPreparing() {
    SupplyCost supply = new SupplyCost(0.000_6, 0.000_4);

    assertThat(supply.limit(110, 0.01)).isCloseTo(100, within(1e-6));
  }
}
