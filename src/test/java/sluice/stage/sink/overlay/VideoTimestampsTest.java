package sluice.stage.sink.overlay;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class VideoTimestampsTest {

  @Test
  void timestamps_startAtZero_andKeepUnevenIntervals() {
    assertThat(mapped(25, 500, 540, 700, 701)).containsExactly(0, 40, 200, 201);
  }

  @Test
  void restartedSource_continuesAtTheLastInterval() {
    assertThat(mapped(25, 0, 100, 200, 0, 100, 200)).containsExactly(0, 100, 200, 300, 400, 500);
  }

  @Test
  void equalTimestamps_areMadeIncreasing() {
    assertThat(mapped(10, 7, 7, 7)).containsExactly(0, 100, 200);
    assertThat(mapped(0, 7, 7, 7)).containsExactly(0, 40, 80);
  }

  @Test
  void forwardJump_isRemoved_butRealGapIsKept() {
    long week = TimeUnit.DAYS.toMillis(7);
    assertThat(mapped(25, 0, week, week + 50)).containsExactly(0, 40, 90);
    assertThat(mapped(25, 0, 600_000, 600_050)).containsExactly(0, 600_000, 600_050);
  }

  @Test
  void negativeTimestamps_areShiftedToZero() {
    assertThat(mapped(25, -80, -40, 0, 40)).containsExactly(0, 40, 80, 120);
  }

  private static long[] mapped(double rate, long... millis) {
    VideoTimestamps timeline = new VideoTimestamps(rate);
    return LongStream.of(millis)
        .map(value -> timeline.next(value * 1_000_000) / 1_000_000)
        .toArray();
  }
}
