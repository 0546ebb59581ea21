package sluice.app.recording;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import sluice.core.MotionPhase;

class MotionSpansTest {
  private static final Instant T0 = Instant.parse("2026-11-28T14:00:00Z");

  private final List<String> told = new ArrayList<>();
  private Instant now = T0;
  private final MotionSpans spans =
      new MotionSpans(() -> now, (from, to) -> told.add(second(from) + " to " + second(to)));

  private static double second(Instant time) {
    return (time.toEpochMilli() - T0.toEpochMilli()) / 1e3;
  }

  private void see(MotionPhase phase, double second) {
    now = T0.plusMillis(Math.round(second * 1_000));
    spans.motionSeen(phase, 0);
  }

  @Test
  void span_beginsEarlier_andEndsWithTheFirstStillPicture() {
    see(MotionPhase.IDLE, 0);
    see(MotionPhase.MOVING, 10);
    see(MotionPhase.MOVING, 10.5);
    assertThat(told).isEmpty();
    see(MotionPhase.IDLE, 11);
    see(MotionPhase.IDLE, 12);
    assertThat(told).containsExactly("8.0 to 11.0");
  }

  @Test
  void spanThatGoesOn_isToldInPieces_withoutGaps() {
    for (int second = 10; second <= 20; second++) {
      see(MotionPhase.MOVING, second);
    }
    assertThat(told).containsExactly("8.0 to 13.0", "13.0 to 18.0");
    see(MotionPhase.OFF, 20.5);
    assertThat(told).endsWith("18.0 to 20.5").hasSize(3);
  }

  @Test
  void sourceThatWasAway_hadNoMotionMeanwhile() {
    see(MotionPhase.MOVING, 10);
    see(MotionPhase.MOVING, 11);
    see(MotionPhase.MOVING, 60);
    see(MotionPhase.IDLE, 61);
    assertThat(told).containsExactly("8.0 to 11.0", "58.0 to 61.0");
  }

  @Test
  void clockThatIsSetBack_makesNoSpanThatEndsBeforeItBegins() {
    see(MotionPhase.MOVING, 100);
    see(MotionPhase.MOVING, 101);
    see(MotionPhase.MOVING, 1);
    see(MotionPhase.IDLE, 2);
    assertThat(told).containsExactly("98.0 to 101.0", "-1.0 to 2.0");
  }
}
