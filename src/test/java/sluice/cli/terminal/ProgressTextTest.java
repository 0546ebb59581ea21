package sluice.cli.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProgressTextTest {

  @Test
  void aKnownLength_givesABarAndTheTimeLeft() {
    ProgressText text = text(627, OptionalLong.of(1394), 6.27);

    assertThat(text.bar())
        .isEqualTo("[##########--------------] 627/1394 frames  101.3 fps  ETA 0:07");
    assertThat(text.line()).isEqualTo("627 of 1394 frames (44 %), 101.3 fps, ETA 0:07");
  }

  @Test
  void anUnknownLength_givesTheTimeSpent() {
    ProgressText text = text(627, OptionalLong.empty(), 3_723);

    assertThat(text.bar()).isEqualTo("627 frames  101.3 fps  1:02:03");
    assertThat(text.line()).isEqualTo("627 frames, 101.3 fps, 1:02:03 so far");
  }

  @Test
  void remainingTime_isOmitted_beforeFirstFrame() {
    assertThat(text(0, OptionalLong.of(10), 2).bar())
        .isEqualTo("[------------------------] 0/10 frames  101.3 fps  ETA -:--");
  }

  @Test
  void progressBar_isFull_whenFramesExceedTheExpectation() {
    assertThat(text(12, OptionalLong.of(10), 2).bar())
        .isEqualTo("[########################] 12/10 frames  101.3 fps  ETA 0:00");
    assertThat(text(12, OptionalLong.of(10), 2).line()).startsWith("12 of 10 frames (100 %)");
    assertThat(text(0, OptionalLong.of(0), 2).line()).startsWith("0 of 0 frames (100 %)");
  }

  @Test
  void progressBar_fitsTheTerminal_withLargeNumbers() {
    assertThat(text(99_999_999, OptionalLong.of(999_999_999), 99_999).bar()).hasSizeLessThan(80);
  }

  @ParameterizedTest
  @CsvSource({"0, 0:00", "59, 0:59", "60, 1:00", "754, 12:34", "3599, 59:59", "360000, 100:00:00"})
  void clock_formatsSeconds(long seconds, String expected) {
    assertThat(ProgressText.clock(TimeUnit.SECONDS.toNanos(seconds))).isEqualTo(expected);
  }

  private static ProgressText text(long done, OptionalLong expected, double seconds) {
    return new ProgressText(done, expected, 101.29, (long) (seconds * 1e9));
  }
}
