package sluice.stage.postprocess;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static sluice.stage.postprocess.Reading.output;

import java.util.Arrays;
import java.util.List;
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
        .hasMessageContaining("family: yolo8 (expected: one of ssd, boxes-labels, yolov5, ")
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
          YOLOv5                       | o 1x25200x85                 | yolov5
          YOLOv5 of one class          | o 1x25200x6                  | yolov5
          with its raw heads           | o 1x25200x85, a 1x3x80x80x85 | yolov5
          YOLOv5 with large grids      | o 1x25500x85                 | yolov5
          YOLOv6, or YOLOX             | o 1x8400x85                  | yolov5 yolov8 yolox
          YOLOv8 turned round          | o 1x8400x84                  | yolov5 yolov8 yolox
          poses, most likely           | o 1x56x8400                  |
          rotated boxes, most likely   | o 1x20x8400                  |
          cells, no queries            | b 1x8400x4, s 1x8400x80      |
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
          YOLO that segments           | o 1x116x8400, p 1x32x160x160 |
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
