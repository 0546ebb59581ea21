package sluice.catalog.recognition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import sluice.app.ModelFamilies;
import sluice.core.ErrorCode;
import sluice.core.PixelSize;
import sluice.core.SluiceException;
import sluice.core.model.ChannelOrder;
import sluice.core.model.InputNormalization;
import sluice.core.model.KeyPointLayout;
import sluice.core.model.ModelFamily;
import sluice.core.model.ModelOverrides;
import sluice.core.model.OutputSpec;
import sluice.core.model.Resize;
import sluice.stage.postprocess.detr.DetrFamily;
import sluice.stage.postprocess.yolov5.YoloV5Family;
import sluice.stage.postprocess.yolov8.YoloV8Family;
import sluice.stage.postprocess.yolox.YoloxFamily;

class RecognitionTest {
  private static final List<OutputSpec> OUTPUTS =
      List.of(new OutputSpec("output0", List.of(1L, 25200L, 85L)));

  private static ModelMetadata note(String pairs) {
    Map<String, String> metadata = new HashMap<>();
    Stream.of(pairs.split(";", -1))
        .filter(pair -> !pair.isBlank())
        .map(pair -> pair.split("=", 2))
        .forEach(pair -> metadata.put(pair[0].strip(), pair[1].strip()));
    return ModelMetadata.read(metadata);
  }

  private static List<ModelFamily> families(String words) {
    List<ModelFamily> families = new ArrayList<>();
    Stream.of(words.split(" ", -1))
        .filter(word -> !word.isBlank())
        .forEach(word -> families.add(ModelFamilies.ALL.named(word)));
    return families;
  }

  private static FamilyCandidates candidates(List<ModelFamily> fitting) {
    return new FamilyCandidates(ModelFamilies.facts(), fitting);
  }

  private static Recognition recognise(
      ModelOverrides overrides, ModelMetadata note, String fitting) {
    return Recognition.of("m.onnx", overrides, note, true, OUTPUTS, candidates(families(fitting)));
  }

  private static final String STRIDE = "stride=32;names={0: 'a'};";

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          # what was noted | families that fit | the one that it is
          ''                                                   | ssd                 | ssd
          stride=32;names={0: 'a'}                             | yolov5              | yolov5
          stride=32;names={0: 'a'}                             | yolov5 yolox        | yolov5
          stride=32;names={0: 'a'};task=detect                 | yolov8 classification | yolov8
          stride=32;names={0: 'a'};task=classify               | yolov8 classification | classification
          stride=32;names={0: 'a'};description=Ultralytics YOLOv5nu model   | yolov5 yolov8          | yolov8
          stride=32;names={0: 'a'};description=Ultralytics rtdetr-l model   | yolov8 rt-detr detr    | rt-detr
          stride=32;names={0: 'a'};description=Ultralytics rtdetr-l model   | yolo-end-to-end rt-detr-end-to-end | rt-detr-end-to-end
          model_info/model_type=YOLO                           | yolov8              | yolov8
          model_info/model_type=YOLO                           | yolov5 yolox        | yolov5
          model_info/model_type=YOLO                           | classification      | classification
          model_info/model_type=YOLO                           | rt-detr             | rt-detr
          model_info/model_type=YOLO;stride=32;names/0=a;task=classify | yolov8 classification | classification
          model_info/model_type=YOLO;task=detect               | yolov8 classification | yolov8
          model_info/model_type=YOLO;stride=32;names/0=a;description=Ultralytics rtdetr-l model | yolo-end-to-end rt-detr-end-to-end | rt-detr-end-to-end
          model_info/model_type=YOLO;stride=32;names/0=a;description=Ultralytics my-rtdetr-l model | yolo-end-to-end rt-detr-end-to-end | rt-detr-end-to-end
          model_info/model_type=YOLO;stride=32;names/0=a;description=Ultralytics rtdetr-l model | rt-detr detr        | rt-detr
          model_info/model_type=YOLO;stride=32;names/0=a;description=Ultralytics YOLO26n model | yolo-end-to-end rt-detr-end-to-end | yolo-end-to-end
          stride=32;names={0: 'a'};description=Ultralytics YOLOv10n model   | yolo-end-to-end yolov5 | yolo-end-to-end
          stride=32;names={0: 'a'};end2end=True                | yolov8 yolo-end-to-end | yolo-end-to-end
          stride=32;names={0: 'a'};task=pose;description=Ultralytics YOLO11n-pose model | yolov8 yolo-pose rt-detr | yolo-pose
          stride=32;names={0: 'a'};task=segment;end2end=True   | yolo-segment        | yolo-segment
          model_info/model_type=YOLO;stride=32;names/0=a;task=obb | yolov8 yolo-obb  | yolo-obb
          model_info/model_type=YOLO-seg                       | yolo-segment        | yolo-segment
          model_info/model_type=yolo_v8_pose                   | yolov8 yolo-pose    | yolo-pose
          model_info/model_type=YOLOv8                         | yolov8 yolo-pose    | yolov8
          model_info/model_type=ssd                            | boxes-labels yolov5 | boxes-labels
          model_info/model_type=YOLOX                          | yolov5 yolox        | yolox
          model_info/model_type=YOLOv5                         | yolov5 yolox        | yolov5
          model_info/model_type=DETR                           | detr yolov8         | detr
          model_info/model_type=Classification                 | classification      | classification
          """)
  void aSingleFamilyThatFitsAndIsMeant_isTheOne(String noted, String fitting, String family) {
    Recognition found = recognise(ModelOverrides.NONE, note(noted), fitting);

    assertThat(found.family().wireName()).isEqualTo(family);
    assertThat(found.familyReason()).startsWith("by its output 'output0' [1, 25200, 85]");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          # what was noted | families that fit | flags that the message gives | what else it says
          ''                            | yolov5 yolox  | give --family yolov5 or --family yolox | yolox for YOLOX
          ''                            | yolo-end-to-end rt-detr-end-to-end | give --family yolo-end-to-end or --family rt-detr-end-to-end | YOLOv10
          ''                            | ''            | use a model of a family                | those of one of ssd, boxes-labels
          model_info/model_type=ssd     | yolov5        | give --family yolov5                   | its notes model_type ssd
          model_info/model_type=MaskRCNN | boxes-labels | give --family boxes-labels             | model_type MaskRCNN
          stride=32;names={0: 'a'};task=segment | yolov8 | use a model of a family               | task segment
          ''                            | yolov8 yolo-pose | give --family yolov8 or --family yolo-pose | yolo-pose for YOLOv8
          stride=32;names={0: 'a'}      | yolov8 yolo-obb | give --family yolov8 or --family yolo-obb | yolo-obb for YOLOv8
          model_info/model_type=YOLO    | yolo-end-to-end rt-detr-end-to-end | give --family yolo-end-to-end or --family rt-detr-end-to-end | its notes model_type YOLO
          model_info/model_type=YOLO;stride=32;names/0=a;description=Ultralytics best model | yolo-end-to-end rt-detr-end-to-end | give --family yolo-end-to-end or --family rt-detr-end-to-end | its maker's name best
          model_info/model_type=YOLO;stride=32;names/0=a;task=pose | yolov8 | use a model of a family | task pose
          model_info/model_type=Classification;model_info/hierarchical=True | classification | use a model of a family | task hierarchical classification
          """)
  void uncertainFamily_isReported_withCandidates(
      String noted, String fitting, String flags, String more) {
    assertThatThrownBy(() -> recognise(ModelOverrides.NONE, note(noted), fitting))
        .isInstanceOfSatisfying(
            SluiceException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.MODEL))
        .hasMessageContaining("model m.onnx: what it is can't be told for sure")
        .hasMessageContaining("'output0' [1, 25200, 85]")
        .hasMessageContaining(flags)
        .hasMessageContaining(more)
        .hasMessageNotContaining("\n");
  }

  @Test
  void aFamilyThatWasNamed_needsNoReason() {
    Recognition found =
        recognise(ModelOverrides.NONE.family(YoloxFamily.FACTS), note(STRIDE), "yolov5");

    assertThat(found.family()).isEqualTo(YoloxFamily.FACTS);
    assertThat(found.normalization()).isEqualTo(YoloxFamily.FACTS.defaults().normalization());
    assertThat(found.threshold()).isEqualTo(0.3f);
    assertThat(found.familyReason()).isEqualTo("as it was named");
  }

  @ParameterizedTest
  @CsvSource({
    "ssd, 'stretch, bgr', 0.5",
    "boxes-labels, 'stretch, bgr', 0.5",
    "yolov5, 'letterbox (114), rgb, scale 255', 0.25",
    "yolov8, 'letterbox (114), rgb, scale 255', 0.25",
    "yolo-end-to-end, 'letterbox (114), rgb, scale 255', 0.25",
    "yolox, 'corner (114), bgr', 0.3",
    "rt-detr, 'stretch, rgb, scale 255', 0.5",
    "detr, 'stretch, rgb, mean 123.675 116.28 103.53, scale 58.395 57.12 57.375', 0.5",
    "classification, 'stretch, rgb, mean 123.675 116.28 103.53, scale 58.395 57.12 57.375', 0",
  })
  void preprocessing_followsTheFamily_withoutSettings(
      String family, String treatment, float threshold) {
    Recognition found = recognise(ModelOverrides.NONE, ModelMetadata.NONE, family);

    assertThat(found.normalization()).hasToString(treatment);
    assertThat(found.threshold()).isEqualTo(threshold);
    assertThat(found.normalizationReason()).isEqualTo("by the family");
  }

  @Test
  void aClassifierOfUltralytics_wasTrainedOnColoursUpToOne() {
    assertThat(recognise(ModelOverrides.NONE, note(STRIDE), "classification").normalization())
        .isEqualTo(InputNormalization.CUT_TO_ONE);
  }

  @Test
  void aDetectorOfUltralytics_hasTheConfidenceOfItsPackage() {
    assertThat(recognise(ModelOverrides.NONE, note(STRIDE), "rt-detr").threshold())
        .isEqualTo(0.25f);
  }

  @Test
  void settings_overrideMetadata_andMetadataOverridesFamily() {
    ModelMetadata note =
        note(
            "model_info/resize_type=fit_to_window; model_info/pad_value=0;"
                + " model_info/reverse_input_channels=YES; model_info/mean_values=1 2 3;"
                + " model_info/confidence_threshold=0.4; model_info/iou_threshold=0.6");

    Recognition noted = recognise(ModelOverrides.NONE, note, "ssd");
    assertThat(noted.normalization())
        .isEqualTo(
            new InputNormalization(
                Resize.CORNER, 0, ChannelOrder.RGB, List.of(1f, 2f, 3f), List.of()));
    assertThat(noted.threshold()).isEqualTo(0.4f);
    assertThat(noted.iou()).hasValue(0.6);
    assertThat(noted.normalizationReason()).isEqualTo("by its metadata, the rest by the family");

    ModelOverrides overrides =
        ModelOverrides.NONE
            .resize(Resize.LETTERBOX)
            .channels(ChannelOrder.BGR)
            .normalised(List.of(), List.of(2f, 2f, 2f))
            .threshold(0.9)
            .iou(0.1);
    Recognition wanted = recognise(overrides, note, "ssd");
    assertThat(wanted.normalization())
        .isEqualTo(
            new InputNormalization(
                Resize.LETTERBOX, 0, ChannelOrder.BGR, List.of(), List.of(2f, 2f, 2f)));
    assertThat(wanted.threshold()).isEqualTo(0.9f);
    assertThat(wanted.iou()).hasValue(0.1);
    assertThat(wanted.normalizationReason()).startsWith("as it was named");
  }

  /** The exporter writes a letterbox into the IR of any detector. */
  @Test
  void theLetterboxThatUltralyticsWritesForAll_doesNotHoldForRtDetr() {
    ModelMetadata note =
        note(
            "model_info/model_type=YOLO; model_info/resize_type=fit_to_window_letterbox;"
                + "model_info/pad_value=114;model_info/reverse_input_channels=YES;"
                + "model_info/scale_values=255;stride=32;names/0=a;"
                + "description=Ultralytics rtdetr-l model");

    assertThat(recognise(ModelOverrides.NONE, note, "rt-detr-end-to-end").normalization())
        .hasToString("stretch, rgb, scale 255");
  }

  @Test
  void whatIsInTheGraph_isToldAndNotAppliedAgain() {
    ModelMetadata note =
        note(
            "conversion_parameters/scale_values=images[255.0];"
                + "conversion_parameters/reverse_input_channels=True");

    Recognition found = recognise(ModelOverrides.NONE, note, "yolov5");
    assertThat(found.normalization()).hasToString("letterbox (114), bgr");
    assertThat(found.normalizationReason())
        .isEqualTo("by the family, with scale 255, reversed channels in its graph already");
    assertThat(
            recognise(ModelOverrides.NONE.channels(ChannelOrder.RGB), note, "yolov5")
                .normalization())
        .as("a user's word wins")
        .hasToString("letterbox (114), rgb");
  }

  @Test
  void coloursThatCannotBeFollowed_areRefused_untilMeanOrScaleAreNamed() {
    ModelMetadata note = note("model_info/intensity_mode=percentile");

    assertThatThrownBy(() -> recognise(ModelOverrides.NONE, note, "ssd"))
        .isInstanceOfSatisfying(
            SluiceException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.MODEL))
        .hasMessageContaining("model m.onnx: its metadata say intensity_mode percentile")
        .hasMessageContaining("--mean and --scale");
    ModelOverrides named = ModelOverrides.NONE.normalised(List.of(), List.of(255f, 255f, 255f));
    assertThat(recognise(named, note, "ssd").normalization())
        .hasToString("stretch, bgr, scale 255");
  }

  @Test
  void severalLabels_areToldFromHalfOn_ofClassifiersAlone() {
    ModelMetadata note = note("model_info/multilabel=True");

    Recognition found = recognise(ModelOverrides.NONE, note, "classification");
    assertThat(found.multiLabel()).isTrue();
    assertThat(found.threshold()).isEqualTo(0.5f);
    assertThat(found.toString()).endsWith("threshold 0.5; several labels a picture");
    assertThat(recognise(ModelOverrides.NONE, note, "ssd").multiLabel()).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "yolov5, '', 0.45",
    "yolox, '', 0.45",
    "yolov8, '', 0.7",
    "yolov8, model_info/iou_threshold=0.6, 0.6"
  })
  void overlap_followsMetadataAndFamily_andIsTold(String family, String noted, double iou) {
    Recognition found = recognise(ModelOverrides.NONE, note(noted), family);

    assertThat(found.iou()).hasValue(iou);
    assertThat(found.toString()).endsWith("; IoU " + iou);
  }

  @Test
  void otherLabelsThanClasses_areTold_withBothNumbers() {
    Recognition found = recognise(ModelOverrides.NONE, note(STRIDE), "yolov8");

    assertThat(found.withClasses(OptionalLong.of(80)).toString())
        .contains("; 1 label of its own for 80 classes, which does not fit: is the family right?;");
    assertThat(found.withClasses(OptionalLong.of(1)).toString()).contains("; 1 label of its own; ");
    assertThat(found.withClasses(OptionalLong.empty()).isLabelledOtherwise()).isFalse();
    assertThat(
            recognise(ModelOverrides.NONE, ModelMetadata.NONE, "yolov8")
                .withClasses(OptionalLong.of(80))
                .isLabelledOtherwise())
        .as("no labels contradict nothing")
        .isFalse();
  }

  @Test
  void metadataThatAreNotUsed_areTold() {
    ModelMetadata note = note("model_info/tile_size=400;model_info/nms_execute=True");

    assertThat(recognise(ModelOverrides.NONE, note, "yolov8").toString())
        .endsWith("; not used of its metadata: tile_size 400");
    assertThat(recognise(ModelOverrides.NONE, note, "boxes-labels").unused())
        .containsExactlyInAnyOrder("tile_size 400", "nms_execute True");
  }

  @Test
  void aMeanAndScaleOfTheFamily_followTheOrderOfColours() {
    ModelOverrides blueFirst = ModelOverrides.NONE.channels(ChannelOrder.BGR);

    assertThat(recognise(blueFirst, ModelMetadata.NONE, "detr").normalization().mean())
        .containsExactly(103.53f, 116.28f, 123.675f);
  }

  @Test
  void integerInput_isNotNormalized() {
    List<ModelFamily> yolo = List.of(YoloV5Family.FACTS);

    assertThat(
            Recognition.of(
                    "m", ModelOverrides.NONE, ModelMetadata.NONE, false, OUTPUTS, candidates(yolo))
                .normalization()
                .scale())
        .isEmpty();
    assertThat(
            recognise(
                    ModelOverrides.NONE,
                    note("model_info/embedded_processing=True; model_info/scale_values=255"),
                    "ssd")
                .normalization()
                .scale())
        .as("it divides by itself")
        .isEmpty();
  }

  @Test
  void aScaleOfOne_isNone() {
    ModelOverrides overrides =
        ModelOverrides.NONE.normalised(List.of(0f, 0f, 0f), List.of(1f, 1f, 1f));

    assertThat(recognise(overrides, ModelMetadata.NONE, "yolov5").normalization())
        .hasToString("letterbox (114), rgb");
  }

  @Test
  void openInputSize_isTakenFromSettingsMetadataOrFamilyDefault() {
    ModelMetadata note = note(STRIDE + "imgsz=[320, 416]");
    ModelOverrides yolo = ModelOverrides.NONE.family(YoloV8Family.FACTS);

    assertThat(Recognition.inputSize(yolo.inputSize(new PixelSize(64, 32)), note))
        .contains(new PixelSize(64, 32));
    assertThat(Recognition.inputSize(yolo, note)).contains(new PixelSize(416, 320));
    assertThat(Recognition.inputSize(yolo, ModelMetadata.NONE)).contains(new PixelSize(640, 640));
    assertThat(Recognition.inputSize(ModelOverrides.NONE, ModelMetadata.NONE)).isEmpty();
    assertThat(
            Recognition.inputSize(ModelOverrides.NONE.family(DetrFamily.FACTS), ModelMetadata.NONE))
        .isEmpty();
  }

  @Test
  void recognition_describesItsResult_inOneLine() {
    assertThat(recognise(ModelOverrides.NONE, note(STRIDE), "yolov5 yolox"))
        .hasToString(
            "family yolov5 by its output 'output0' [1, 25200, 85] and by Ultralytics' names and"
                + " stride; pictures letterbox (114), rgb, scale 255, by the family; 1 label of"
                + " its own; threshold 0.25; IoU 0.45");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          kpt_shape=[2, 3];kpt_names={0: ['tip', 'tail'], 1: ['a', 'b']} | 2x3 | tail b
          kpt_shape/0=2;kpt_shape/1=2;kpt_names/0=tip;kpt_names/1=tail;kpt_names/2=a;kpt_names/3=b | 2x2 | tail b
          kpt_shape=[2, 3]                                               | 2x3 | 1 1
          """)
  void keyPoints_areLaidOutAsItsMakerSays(String noted, String shape, String second) {
    KeyPointLayout layout = note(noted).keyPoints().orElseThrow();

    assertThat(layout).hasToString(shape);
    assertThat(layout.name(0, 1) + " " + layout.name(1, 1)).isEqualTo(second);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "kpt_shape=[17]",
        "kpt_shape=[0, 3]",
        "kpt_shape=[17, 4]",
        "kpt_shape=[1e9, 3]"
      })
  void keyPointsThatCanNotBe_areNone(String noted) {
    assertThat(note(noted).keyPoints()).isEmpty();
  }
}
