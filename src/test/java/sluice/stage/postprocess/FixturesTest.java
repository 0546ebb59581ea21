package sluice.stage.postprocess;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import org.assertj.core.api.recursive.comparison.RecursiveComparisonConfiguration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import sluice.app.ModelFamilies;
import sluice.core.Predictions;
import sluice.core.model.ModelFamily;

/** Readers find what the projects that the models come from find with their own code. */
class FixturesTest {
  /** Fractions of the picture, and confidences: a thousandth of a pixel, or rounding. */
  private static final double TOLERANCE = 1e-5;

  private static final RecursiveComparisonConfiguration NEARLY =
      RecursiveComparisonConfiguration.builder()
          .withComparatorForType(
              (a, b) -> Math.abs(a - b) <= TOLERANCE ? 0 : Float.compare(a, b), Float.class)
          .build();

  @ParameterizedTest
  @ValueSource(
      strings = {
        "yolov5n",
        "yolov8n",
        "yolov9t",
        "yolo11n",
        "yolo12n",
        "yolov10n",
        "yolo26n",
        "yolox",
        "rt-detr-ultralytics",
        "rt-detr-end-to-end-ultralytics",
        "rt-detr-transformers",
        "detr",
        "rf-detr",
        "boxes-labels",
        "boxes-labels-scores",
        "boxes-scores",
        "ultraface",
      })
  void aReader_findsTheSameObjects(String name) throws IOException {
    Fixture fixture = Fixture.read(name);

    Predictions found = fixture.found();

    assertThat(fixture.expected().detections()).hasSizeGreaterThan(10);
    assertThat(found.detections())
        .usingRecursiveFieldByFieldElementComparator(NEARLY)
        .containsExactlyElementsOf(fixture.expected().detections());
    assertThat(found.classes()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"logits", "probabilities"})
  void aReader_findsTheSameClasses(String name) throws IOException {
    Fixture fixture = Fixture.read(name);

    assertThat(fixture.found().classes())
        .hasSize(5)
        .usingRecursiveFieldByFieldElementComparator(NEARLY)
        .containsExactlyElementsOf(fixture.expected().classes());
    assertThat(fixture.found().detections()).isEmpty();
  }

  @Test
  void shapesOfRealModels_fitTheirFamily() throws IOException {
    for (String name :
        List.of(
            "yolov5n",
            "yolov8n",
            "yolov10n",
            "yolox",
            "detr",
            "logits",
            "boxes-scores",
            "ultraface")) {
      Fixture fixture = Fixture.read(name);
      List<ModelFamily> fitting = ModelFamilies.ALL.fitting(fixture.input(), fixture.outputs(), 0);
      assertThat(fitting).as(name).contains(fixture.family());
    }
  }
}
