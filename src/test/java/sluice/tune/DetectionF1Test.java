package sluice.tune;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import org.junit.jupiter.api.Test;
import sluice.core.Box;
import sluice.core.Detection;

class DetectionF1Test {
  private static final Detection LEFT = at(0, 0);
  private static final Detection RIGHT = at(0, 0.5f);

  private static Detection at(int label, float x) {
    return new Detection(label, "thing", 0.9f, new Box(x, 0.1f, x + 0.2f, 0.5f));
  }

  private static double of(List<Detection> one, List<Detection> other) {
    return DetectionF1.of(List.of(one, List.of()), List.of(other, List.of()));
  }

  @Test
  void agreement_isOne_forEqualOrEmptyDetections() {
    assertThat(of(List.of(LEFT, RIGHT), List.of(RIGHT, LEFT))).isEqualTo(1);
    assertThat(of(List.of(), List.of())).isEqualTo(1);
  }

  @Test
  void boxesThatOverlapByHalf_match() {
    assertThat(of(List.of(LEFT), List.of(at(0, 0.06f)))).isEqualTo(1); // 0.14 of 0.26
    assertThat(of(List.of(LEFT), List.of(at(0, 0.07f)))).isZero(); // 0.13 of 0.27
  }

  @Test
  void otherClasses_missingAndSpareObjects_countAgainstIt() {
    assertThat(of(List.of(LEFT), List.of(at(1, 0)))).isZero();
    assertThat(of(List.of(LEFT, RIGHT), List.of(LEFT))).isEqualTo(2.0 / 3);
    assertThat(of(List.of(LEFT), List.of(LEFT, LEFT))).isEqualTo(2.0 / 3);
  }

  @Test
  void frames_areComparedOneByOne() {
    assertThat(
            DetectionF1.of(
                List.of(List.of(LEFT), List.of(RIGHT)), List.of(List.of(RIGHT), List.of(LEFT))))
        .isZero();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> DetectionF1.of(List.of(List.of()), List.of()));
  }
}
