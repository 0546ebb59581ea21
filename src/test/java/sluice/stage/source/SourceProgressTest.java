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

  @Test
  void packetsWithoutAPicture_areSaid_withWhatIsMissing() {
    progress.passed(1, 0);
    progress.passed(1, 0);
    assertThat(progress.silence().orElseThrow()).startsWith("2 packets came, but no key frame");
    progress.passed(1, 1);
    assertThat(progress.silence().orElseThrow())
        .startsWith("3 packets came, but no picture could be decoded");
    progress.picture();
    assertThat(progress.silence()).isEmpty();
  }
}
