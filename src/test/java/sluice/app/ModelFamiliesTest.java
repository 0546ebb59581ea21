package sluice.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import sluice.core.model.FamilyHints;
import sluice.core.model.ModelFamily;

/** The table of families, and what makers' words mean in it. */
class ModelFamiliesTest {

  private static List<String> hinted(Predicate<FamilyHints> hint) {
    return ModelFamily.wireNames(
        ModelFamilies.facts().stream().filter(family -> hint.test(family.hints())).toList());
  }

  @Test
  void families_areListedInTheOrderOfHelpAndMessages() {
    assertThat(ModelFamily.wireNames(ModelFamilies.facts()))
        .containsSubsequence(
            "ssd",
            "boxes-labels",
            "yolov5",
            "yolov8",
            "yolo-end-to-end",
            "yolox",
            "detr",
            "rt-detr",
            "rt-detr-end-to-end",
            "classification");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          ssd            | ssd boxes-labels
          SSD            | ssd boxes-labels
          YOLO           | yolov5 yolov8 yolo-end-to-end
          YOLOv5         | yolov5 yolov8
          yolov8         | yolov8 yolo-end-to-end
          yolo_v8        | yolov8 yolo-end-to-end
          YOLO-v8        | yolov8 yolo-end-to-end
          YOLO v10       | yolov8 yolo-end-to-end
          yolo26         | yolov8 yolo-end-to-end
          yolov9         | yolov8 yolo-end-to-end
          YOLOv11        | yolov8 yolo-end-to-end
          yolo11         | yolov8 yolo-end-to-end
          yolo12         | yolov8 yolo-end-to-end
          YOLOX          | yolox
          DETR           | detr rt-detr
          rtdetr         | rt-detr rt-detr-end-to-end rt-detr-deploy
          RT-DETR        | rt-detr rt-detr-end-to-end rt-detr-deploy
          rt_detr        | rt-detr rt-detr-end-to-end rt-detr-deploy
          Classification | classification
          MaskRCNN       | ''
          """)
  void aModelType_meansItsFamilies(String type, String families) {
    assertThat(String.join(" ", hinted(hints -> hints.hasModelType(type)))).isEqualTo(families);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          rtdetr-l  | rt-detr rt-detr-end-to-end
          RT-DETR-x | rt-detr rt-detr-end-to-end
          YOLOv5nu  | yolov8 yolo-end-to-end yolo-segment yolo-pose yolo-obb classification
          YOLO26n   | yolov8 yolo-end-to-end yolo-segment yolo-pose yolo-obb classification
          """)
  void aProductOfUltralytics_meansItsFamilies(String product, String families) {
    assertThat(String.join(" ", hinted(hints -> hints.hasProduct(product)))).isEqualTo(families);
  }

  @Test
  void exportsOfUltralytics_andModelsMarkedEndToEnd_areOfTheirFamilies() {
    assertThat(hinted(FamilyHints::ofUltralytics))
        .containsExactly(
            "yolov5",
            "yolov8",
            "yolo-end-to-end",
            "yolo-segment",
            "yolo-pose",
            "yolo-obb",
            "rt-detr",
            "rt-detr-end-to-end",
            "classification");
    assertThat(hinted(FamilyHints::endToEnd))
        .containsExactly(
            "yolo-end-to-end", "yolo-segment", "yolo-pose", "yolo-obb", "rt-detr-end-to-end");
  }
}
