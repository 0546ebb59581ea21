package sluice.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import sluice.core.Attribute;
import sluice.core.Box;
import sluice.core.Detection;
import sluice.core.Predictions;

class FirstDetectionsTest {
  private static final Detection OBJECT = Measured.object(0, 0.7f);

  private static FirstDetections of(Detection... objects) {
    return new FirstDetections(List.of(List.of(), List.of(objects)));
  }

  private static Detection with(int label, float confidence, float shift) {
    Box box = OBJECT.box();
    return new Detection(
        label,
        "x",
        confidence,
        new Box(box.xMin() + shift, box.yMin(), box.xMax() + shift, box.yMax()));
  }

  @Test
  void equalDetections_matchInAnyOrder() {
    Detection other = Measured.object(3, 0.7f);

    assertThat(of(OBJECT, other).differenceTo(of(other, OBJECT))).isEmpty();
    assertThat(FirstDetections.NONE.differenceTo(FirstDetections.NONE)).isEmpty();
    assertThat(of(OBJECT).objects()).isEqualTo(1);
  }

  @Test
  void roundingDifferences_areTolerated_andLargerOnesAreNot() {
    assertThat(of(with(1, 0.715f, 0.005f)).differenceTo(of(OBJECT))).isEmpty();

    String other = "finds other objects in the first 2 frames: 1 of them differ, frame 1 first";
    assertThat(of(with(1, 0.75f, 0)).differenceTo(of(OBJECT))).hasValue(other);
    assertThat(of(with(1, 0.7f, 0.02f)).differenceTo(of(OBJECT))).hasValue(other);
    assertThat(of(with(2, 0.7f, 0)).differenceTo(of(OBJECT))).hasValue(other);
  }

  @Test
  void anObjectTwice_isNotTwoObjects() {
    assertThat(of(OBJECT, OBJECT).differenceTo(of(OBJECT, Measured.object(3, 0.7f)))).isPresent();
    assertThat(of(OBJECT, OBJECT).differenceTo(of(OBJECT)))
        .hasValue("finds 2 objects, not 1, in the first 2 frames: 1 of them differ, frame 1 first");
  }

  @Test
  void attributes_countAsObjects() {
    Predictions red = Predictions.ofAttributes(List.of(new Attribute("color", 3, "red", 0.9f)));

    assertThat(FirstDetections.objects(red))
        .containsExactly(new Detection(3, "color red", 0.9f, new Box(0, 0, 1, 1)));
  }

  @Test
  void fewerFrames_areADifference() {
    assertThat(FirstDetections.NONE.differenceTo(of(OBJECT))).hasValue("saw 0 of 2 frames");
  }
}
