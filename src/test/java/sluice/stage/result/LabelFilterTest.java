package sluice.stage.result;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import sluice.core.Attribute;
import sluice.core.Box;
import sluice.core.Classification;
import sluice.core.Detection;
import sluice.core.Frame;
import sluice.core.FrameLedger;
import sluice.core.FrameResult;
import sluice.core.Predictions;
import sluice.core.TestPicture;

class LabelFilterTest {
  /** Attributes are not filtered: labels name objects and classes. */
  private static final Attribute RED = new Attribute("color", 3, "red", 0.5f);

  private final Predictions all =
      new Predictions(
          List.of(detection("person"), detection("car")),
          List.of(classification("person"), classification("tench")),
          List.of(RED));

  @Test
  void labelFilter_keepsAll_withoutLabels() {
    assertThat(filtered(new LabelFilter(Set.of()))).isEqualTo(all);
  }

  @Test
  void labelFilter_keepsDetectionsAndClassesOfItsLabels() {
    assertThat(filtered(new LabelFilter(Set.of("person"))))
        .isEqualTo(
            new Predictions(
                List.of(detection("person")), List.of(classification("person")), List.of(RED)));
  }

  @Test
  void labelFilter_keepsOtherLabels_fromTheNextResultOn() {
    LabelFilter filter = new LabelFilter(Set.of("person"));
    filter.keep(Set.of("car", "tench"));

    assertThat(filtered(filter))
        .isEqualTo(
            new Predictions(
                List.of(detection("car")), List.of(classification("tench")), List.of(RED)));
  }

  private Predictions filtered(LabelFilter filter) {
    try (Frame frame =
            new FrameLedger().open("test", 0, 0, Instant.EPOCH, TestPicture.bgr24(2, 2));
        filter) {
      return filter.apply(new FrameResult(frame, all)).predictions();
    }
  }

  private static Detection detection(String label) {
    return new Detection(1, label, 0.5f, new Box(0, 0, 1, 1));
  }

  private static Classification classification(String label) {
    return new Classification(1, label, 0.5f);
  }
}
