package sluice.stage.postprocess;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.BitSet;
import java.util.List;
import org.assertj.core.api.recursive.comparison.RecursiveComparisonConfiguration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import sluice.app.ModelFamilies;
import sluice.core.Detection;
import sluice.core.Mask;
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
        "yolov8n-pose",
        "yolo11n-pose",
        "yolo26n-pose",
        "yolov8n-obb",
        "yolo11n-obb",
        "yolo26n-obb",
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

  /**
   * Random masks are lace: most of their pixels lie beside an edge, where an outline may tell them
   * otherwise.
   */
  @ParameterizedTest
  @ValueSource(strings = {"yolov8n-seg", "yolo26n-seg"})
  void aReader_findsTheSameMasks(String name) throws IOException {
    Fixture fixture = Fixture.read(name);

    List<Detection> found = fixture.found().detections();

    assertThat(found).hasSizeGreaterThan(10);
    assertThat(found)
        .usingRecursiveFieldByFieldElementComparator(
            RecursiveComparisonConfiguration.builder()
                .withComparatorForType(
                    (a, b) -> Math.abs(a - b) <= TOLERANCE ? 0 : Float.compare(a, b), Float.class)
                .withIgnoredFields("shape")
                .build())
        .containsExactlyElementsOf(fixture.expected().detections());
    double common = 0;
    double either = 0;
    double wrong = 0;
    for (int i = 0; i < found.size(); i++) {
      BitSet drawn = Pixels.of((Mask) found.get(i).shape().orElseThrow(), fixture.input());
      BitSet expected = fixture.masks().get(i);
      wrong += Pixels.wrong(drawn, expected, fixture.input()).cardinality();
      common += Pixels.common(drawn, expected);
      either += Pixels.either(drawn, expected);
    }
    assertThat(common / either).isGreaterThan(0.94);
    assertThat(wrong / either).isLessThan(0.002);
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
