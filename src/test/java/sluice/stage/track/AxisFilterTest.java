package sluice.stage.track;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class AxisFilterTest {

  @Test
  void isAsUnsureAfterOneStepAsAfterMany() {
    AxisFilter once = moving();
    AxisFilter often = moving();
    once.predict(1, 0.7);
    for (int i = 0; i < 50; i++) {
      often.predict(0.02, 0.7);
    }
    assertThat(once.position()).isCloseTo(often.position(), within(1e-9));
    assertThat(once.surprise(5, 0.05)).isCloseTo(often.surprise(5, 0.05), within(1e-9));
  }

  private static AxisFilter moving() {
    AxisFilter filter = new AxisFilter(0, 0.1, 1);
    filter.predict(0.5, 0.7);
    filter.correct(1, 0.05);
    return filter;
  }

  @Test
  void learnsAVelocity() {
    AxisFilter filter = new AxisFilter(0, 0.1, 1);
    for (int i = 1; i <= 20; i++) {
      filter.predict(0.1, 0.7);
      filter.correct(0.2 * i, 0.05);
    }
    filter.predict(0.5, 0.7);
    assertThat(filter.position()).isCloseTo(5, within(0.05));
  }

  @Test
  void staysWhereItIsToldToAndKeepsItsVelocity() {
    AxisFilter filter = moving();
    double before = filter.position();
    filter.stay(1, 0.7);
    assertThat(filter.position()).isEqualTo(before);
    filter.predict(0.5, 0.7);
    assertThat(filter.position()).isGreaterThan(before);
  }
}
