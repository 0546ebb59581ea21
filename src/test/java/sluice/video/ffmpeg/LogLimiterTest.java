package sluice.video.ffmpeg;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LogLimiterTest {

  @Test
  void linesBeyondTheLimit_areCounted_andReportedLater() {
    LogLimiter limiter = new LogLimiter(2, 100);
    assertThat(limiter.admit(1000)).isZero();
    assertThat(limiter.admit(1001)).isZero();
    assertThat(limiter.admit(1002)).isEqualTo(-1);
    assertThat(limiter.admit(1099)).isEqualTo(-1);
    assertThat(limiter.admit(1100)).isEqualTo(2);
    assertThat(limiter.admit(1101)).isZero();
    assertThat(limiter.admit(1102)).isEqualTo(-1);
  }
}
