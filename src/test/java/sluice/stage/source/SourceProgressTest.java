package sluice.stage.source;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SourceProgressTest {
  private final SourceProgress progress = new SourceProgress();

  @Test
  void whatTakesLong_isSaid_untilItIsDone() {
    assertThat(progress.silence()).isEmpty();
    progress.begin("the demo is being drawn");
    assertThat(progress.steps()).isZero();
    progress.advance("the demo is being drawn, 1 of 100 pictures");
    assertThat(progress.steps()).isEqualTo(1);
    assertThat(progress.silence()).hasValue("the demo is being drawn, 1 of 100 pictures");
    progress.done();
    assertThat(progress.silence()).isEmpty();
  }
}
