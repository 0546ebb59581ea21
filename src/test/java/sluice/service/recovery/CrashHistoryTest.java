package sluice.service.recovery;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import sluice.service.recovery.CrashHistory.Verdict;

class CrashHistoryTest {
  private final AtomicLong clock = new AtomicLong(Long.MAX_VALUE - 5); // it may wrap around
  private final CrashHistory history = new CrashHistory(clock::get);

  private void pass(Duration time) {
    clock.addAndGet(time.toNanos());
  }

  @Test
  void firstCrash_isFollowedAtOnce_laterOnesAfterWaits_andTheFifthHolds() {
    assertThat(history.crashed(true)).isEqualTo(Verdict.AT_ONCE);
    for (int i = 2; i < CrashHistory.LIMIT; i++) {
      pass(Duration.ofMinutes(1));
      assertThat(history.crashed(true)).isEqualTo(Verdict.AFTER_WAIT);
    }
    pass(Duration.ofMinutes(1));
    assertThat(history.crashed(true)).isEqualTo(Verdict.HOLD);
  }

  @Test
  void crashesThatAreLongAgo_doNotCount() {
    for (int i = 0; i < 3 * CrashHistory.LIMIT; i++) {
      assertThat(history.crashed(true)).isEqualTo(Verdict.AT_ONCE);
      pass(CrashHistory.WINDOW);
    }
    for (int i = 0; i < 3 * CrashHistory.LIMIT; i++) { // four of them within any window
      assertThat(history.crashed(true)).isNotEqualTo(Verdict.HOLD);
      pass(CrashHistory.WINDOW.dividedBy(CrashHistory.LIMIT - 1));
    }
  }

  @Test
  void crashesThatTheSourceIsNotBlamedFor_neverHoldIt_butAreNotFollowedAtOnce() {
    assertThat(history.crashed(false)).isEqualTo(Verdict.AT_ONCE);
    for (int i = 0; i < 3 * CrashHistory.LIMIT; i++) {
      assertThat(history.crashed(false)).isEqualTo(Verdict.AFTER_WAIT);
    }
    assertThat(history.crashed(true)).isEqualTo(Verdict.AFTER_WAIT);
  }

  @Test
  void clearedHistory_beginsAnew() {
    for (int i = 1; i < CrashHistory.LIMIT; i++) {
      history.crashed(true);
    }
    history.clear();
    assertThat(history.crashed(true)).isEqualTo(Verdict.AT_ONCE);
    for (int i = 2; i < CrashHistory.LIMIT; i++) {
      assertThat(history.crashed(true)).isEqualTo(Verdict.AFTER_WAIT);
    }
    assertThat(history.crashed(true)).isEqualTo(Verdict.HOLD);
    assertThat(history.crashed(true)).as("after the hold").isEqualTo(Verdict.AT_ONCE);
  }

  @Test
  void hold_isExplained() {
    assertThat(CrashHistory.held("rtsp://cam/1", "it ended by signal 11"))
        .isEqualTo(
            "rtsp://cam/1 crashed the decoder's process 5 times within 10 minutes and is held; the"
                + " last time: it ended by signal 11; check the camera's firmware and"
                + " codec, then restart the stream");
  }
}
