package sluice.stage.postprocess;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static sluice.stage.postprocess.Reading.output;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import sluice.app.ModelFamilies;
import sluice.core.ErrorCode;
import sluice.core.SluiceException;
import sluice.core.model.ChannelOrder;
import sluice.core.model.InputSpec;
import sluice.core.model.ModelFamily;
import sluice.core.model.OutputSpec;
import sluice.stage.postprocess.ssd.SsdFamily;

class FamiliesTest {
  @Test
  void aName_namesItsFamily() {
    for (ModelFamily family : ModelFamilies.facts()) {
      assertThat(ModelFamilies.ALL.named(family.wireName())).isSameAs(family);
      assertThat(family.wireName()).matches("[a-z0-9-]+");
    }
  }

  @Test
  void anotherName_isRefusedWithTheNearestOne() {
    assertThatThrownBy(() -> ModelFamilies.ALL.named("yolo8"))
        .isInstanceOfSatisfying(
            SluiceException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.USAGE))
        .hasMessageContaining(
            "family: yolo8 (expected: one of ssd, boxes-labels, boxes-labels-scores, ")
        .hasMessageEndingWith("; nearest: yolov8)");
  }

  @Test
  void twoFamiliesOfOneName_areRefused() {
    assertThatThrownBy(() -> new Families(List.of(new SsdFamily(), new SsdFamily())))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("[ssd, ssd]");
  }

  private static final InputSpec INPUT = new InputSpec(640, 640, ChannelOrder.RGB);

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          SSD                          | out 1x1x200x7                | ssd
          boxes and labels             | boxes 200x5, labels 200      | boxes-labels
          any number of them           | boxes 1x-1x5, labels 1x-1    | boxes-labels
          and what else there is       | labels 1x9, boxes 1x9x5, masks 1x9x28x28 | boxes-labels
          after suppression            | boxes -1x4, labels -1, scores -1 | boxes-labels-scores
          with masks beside them       | boxes 9x4, labels 9, scores 9, masks 9x1x28x28 | boxes-labels-scores
          of other names               | a 9x4, b 9, c 9              |
          with the size as an input    | labels 1x300, boxes 1x300x4, scores 1x300 |
          TensorFlow                   | detection_boxes 1x-1x4, detection_scores 1x-1, detection_classes 1x-1 | tf-detection
          mmdeploy                     | dets 1x100x5, labels 1x100   | boxes-labels
          YOLO-NAS                     | o 1x8400x4, s 1x8400x80      | boxes-scores
          YOLO-NAS of four classes     | boxes 1x8400x4, scores 1x8400x4 | boxes-scores
          the same without names       | o 1x8400x4, s 1x8400x4       |
          UltraFace                    | scores 1x23500x2, boxes 1x23500x4 | ultraface
          as many boxes as no one has  | scores 1x23501x2, boxes 1x23501x4 |
          YOLOv7 end to end            | output -1x7                  | yolov7-end-to-end
          a classifier of seven        | output 1x7                   | classification
          YOLOv5                       | o 1x25200x85                 | yolov5
          YOLOv5 of one class          | o 1x25200x6                  | yolov5
          with its raw heads           | o 1x25200x85, a 1x3x80x80x85 | yolov5
          YOLOv5 with large grids      | o 1x25500x85                 | yolov5
          YOLOv6, or YOLOX             | o 1x8400x85                  | yolov5 yolov8 yolox
          YOLOv8 turned round          | o 1x8400x84                  | yolov5 yolov8 yolox
          cells, no queries            | b 1x9000x4, s 1x9000x80      |
          cells, no queries            | o 1x8000x84                  |
          YOLOv8                       | o 1x84x8400                  | yolov8
          YOLOv8 of one class          | o 1x5x8400                   | yolov8
          YOLOv8 with fine grids       | o 1x84x34000                 | yolov8
          six numbers a row            | o 1x300x6                    | yolo-end-to-end rt-detr rt-detr-end-to-end
          RT-DETR                      | o 1x300x84                   | rt-detr
          two outputs for each query   | l 1x100x92, b 1x100x4        | detr rt-detr
          RF-DETR                      | dets 1x300x4, labels 1x300x91 | rf-detr
          RF-DETR of three classes     | dets 1x300x4, labels 1x300x4 | rf-detr
          with masks                   | dets 1x300x4, labels 1x300x91, masks 1x300x9x9 |
          classifier                   | prob 1x1000                  | classification
          classifier before its pooling| prob 1x1000x1x1              | classification
          YOLO that segments           | o 1x116x8400, p 1x32x160x160 | yolo-segment
          with fewer prototypes        | p 1x8x160x160, o 1x13x8400   | yolo-segment
          that chooses its boxes       | o 1x300x38, p 1x32x160x160   | yolo-segment
          masks without classes        | o 1x36x8400, p 1x32x160x160  |
          masks and a third output     | o 1x116x8400, p 1x32x160x160, z 1x9 |
          poses of people              | o 1x56x8400                  | yolov8 yolo-pose
          that chooses its boxes       | o 1x300x57                   | yolo-pose rt-detr
          rotated boxes of DOTA        | o 1x20x8400                  | yolov8 yolo-obb
          that chooses its boxes       | o 1x300x7                    | yolo-obb rt-detr
          pictures                     | y 1x3x8x8                    |
          two scores                   | age 1x1x1x1, sex 1x2x1x1     |
          boxes without labels         | boxes 200x5                  |
          nothing                      |                              |
          """)
  void shapes_tellWhatItCouldBe(String what, String outputs, String families) {
    assertThat(
            ModelFamilies.ALL.fitting(INPUT, parse(outputs), 0).stream().map(ModelFamily::wireName))
        .as(what)
        .containsExactlyElementsOf(families == null ? List.of() : List.of(families.split(" ")));
  }

  /** What looks like boxes of more classes is thought of where its maker wrote what it is. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          detect  | o 1x56x8400                  | yolov8 yolo-pose
          segment | o 1x116x8400, p 1x32x160x160 | yolo-segment
          pose    | o 1x68x8400                  | yolov8 yolo-pose
          pose    | o 1x300x30                   | yolo-pose rt-detr
          obb     | o 1x85x8400                  | yolov8 yolo-obb
          obb     | o 1x300x7                    | yolo-obb rt-detr
          pose    | o 1x25200x85                 | yolov5
          """)
  void aTask_bringsItsFamilyIn(String task, String outputs, String families) {
    assertThat(
            ModelFamilies.ALL.fitting(INPUT, parse(outputs), 0, Optional.of(task)).stream()
                .map(ModelFamily::wireName))
        .containsExactly(families.split(" "));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          boxes 1x300x4, labels 1x300, scores 1x300 | rt-detr-deploy
          scores 1x9, labels 1x9, boxes 1x9x4       | rt-detr-deploy
          boxes 1x300x4, labels 1x300, scores 1x299 | ''
          a 100x6, n 1                              | paddle-detection
          n 1, a -1x6                               | paddle-detection
          a -1x6, n -1                              | paddle-detection
          a 100x6                                   | ''
          """)
  void modelsThatAreToldASize_areOfFamiliesOfTheirOwn(String outputs, String families) {
    InputSpec told = new InputSpec(640, 640, ChannelOrder.RGB, true);

    assertThat(
            String.join(
                " ", ModelFamily.wireNames(ModelFamilies.ALL.fitting(told, parse(outputs), 0))))
        .isEqualTo(families);
    assertThat(ModelFamilies.ALL.fitting(INPUT, parse(outputs), 0))
        .as("as others may have these outputs")
        .isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          80 | o 1x300x6               | yolo-end-to-end rt-detr-end-to-end
          2  | o 1x300x6               | yolo-end-to-end rt-detr rt-detr-end-to-end
          91 | l 1x100x92, b 1x100x4   | detr
          92 | l 1x100x92, b 1x100x4   | rt-detr
          80 | o 1x8400x85             | yolov5 yolox
          80 | o 1x84x8400             | yolov8
          80 | o 1x8400x84             | yolov8
          52 | o 1x56x8400             | yolov8
          80 | o 1x300x84              | rt-detr
          7  | o 1x300x84              | rt-detr
          9  | prob 1x1000             | classification
          3  | l 1x100x92, b 1x100x4   | detr rt-detr
          5  | out 1x1x200x7           | ssd
          7  | dets 1x9x4, labels 1x9x8 | rf-detr
          1  | o 1x56x8400             | yolo-pose
          52 | o 1x56x8400             | yolov8
          15 | o 1x20x8400             | yolo-obb
          16 | o 1x20x8400             | yolov8
          80 | o 1x116x8400, p 1x32x160x160 | yolo-segment
          """)
  void theNumberOfClasses_decidesWhereItIsThatOfOne(int labels, String outputs, String families) {
    assertThat(
            ModelFamilies.ALL.fitting(INPUT, parse(outputs), labels).stream()
                .map(ModelFamily::wireName))
        .containsExactly(families.split(" "));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          ssd                | o 1x25200x85             | one output [1, 1, N, 7]
          boxes-labels       | boxes 200x5              | boxes [N, 5] or [1, N, 5] and labels
          yolov5             | o 1x84x8400              | one output [1, N, 5 + C]
          yolov5             | o 1x116x8400, p 1x32x160x160 | one output [1, N, 5 + C]
          yolov8             | o 1x25200x85             | one output [1, 4 + C, N]
          yolov8             | o 1x4x8400               | one output [1, 4 + C, N]
          yolo-end-to-end    | o 1x300x7                | one output [1, N, 6]
          yolov7-end-to-end  | o 1x7                    | one output [N, 7]
          boxes-labels-scores | boxes 9x4, labels 9     | boxes [N, 4], labels [N] and scores [N]
          tf-detection       | detection_boxes 1x9x4    | detection_boxes [1, N, 4]
          boxes-scores       | o 1x9x4, s 1x9x4         | boxes [1, N, 4] and scores [1, N, C]
          ultraface          | s 1x9x1, o 1x9x4         | scores [1, N, 1 + C]
          yolo-segment       | o 1x116x8400             | and prototypes of masks [1, M, h, w]
          yolo-segment       | o 1x36x8400, p 1x32x160x160 | and prototypes of masks [1, M, h, w]
          yolo-pose          | o 1x6x8400               | one output [1, 4 + C + K x 2 or 3, N]
          yolo-obb           | o 1x5x8400               | one output [1, 4 + C + 1, N]
          yolox              | o 1x8399x85              | as many as its grids have cells
          detr               | l 1x100x92, b 1x99x4     | logits [1, N, C + 1] and boxes
          rt-detr-deploy     | boxes 1x9x4, scores 1x9   | three outputs, labels [1, N], boxes
          paddle-detection   | a 9x7, n 1                | an output [N, 6] and one of their number
          rf-detr            | dets 1x9x4, labels 1x8x4  | dets [1, N, 4] and labels [1, N, C + 1]
          rt-detr            | l 1x100x92, b 1x100x5    | one output [1, N, 4 + C], or two
          rt-detr-end-to-end | o 1x300x84               | one output [1, N, 6]
          classification     | o 1x7x7x1000             | one output [1, C]
          """)
  void otherOutputsAreRefused_withWhatIsSeenAndExpected(
      String family, String outputs, String expected) {
    List<OutputSpec> parsed = parse(outputs);
    assertThatThrownBy(
            () ->
                ModelFamilies.ALL.reader(
                    ModelFamilies.ALL.named(family), INPUT, parsed, Reading.settings(.5f)))
        .isInstanceOfSatisfying(
            SluiceException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.MODEL))
        .hasMessageContaining(Families.describe(parsed))
        .hasMessageContaining(expected)
        .hasMessageContaining("as family " + family + " has");
  }

  private static List<OutputSpec> parse(String outputs) {
    return outputs == null
        ? List.of()
        : Stream.of(outputs.split(", "))
            .map(each -> each.split(" "))
            .map(each -> output(each[0], extents(each[1])))
            .toList();
  }

  private static long[] extents(String text) {
    return Arrays.stream(text.split("x")).mapToLong(Long::parseLong).toArray();
  }
}
