package sluice.stage.source;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class MediaTimelineTest {
  private final MediaTimeline timeline = new MediaTimeline();

  @Test
  void timestamps_startAtZero_andKeepSourceIntervals() {
    timeline.startPass(25);
    assertThat(timeline.next(1_400_000_000L)).isZero();
    assertThat(timeline.next(1_415_000_000L)).isEqualTo(15_000_000);
  }

  @Test
  void passes_areJoinedOneFrameApart() {
    timeline.startPass(10);
    timeline.next(0);
    assertThat(timeline.next(100_000_000)).isEqualTo(100_000_000);
    timeline.startPass(10);
    assertThat(timeline.next(0)).isEqualTo(200_000_000);
    assertThat(timeline.next(100_000_000)).isEqualTo(300_000_000);
  }

  @Test
  void sourceWithoutARate_isJoinedByTheDefaultStep() {
    timeline.startPass(0);
    timeline.next(0);
    timeline.startPass(0);
    assertThat(timeline.next(0)).isEqualTo(MediaTimeline.DEFAULT_STEP_NANOS);
  }
}
