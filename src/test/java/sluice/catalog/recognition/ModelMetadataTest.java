package sluice.catalog.recognition;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import sluice.core.PixelSize;
import sluice.core.model.ChannelOrder;
import sluice.core.model.Resize;

class ModelMetadataTest {

  @Test
  void nothing_isNoNote() {
    assertThat(ModelMetadata.NONE.maker()).isEmpty();
    assertThat(ModelMetadata.read(Map.of("producer", "pytorch", "names", "{0: 'a'}")))
        .as("names alone may be anything")
        .isEqualTo(ModelMetadata.NONE);
  }

  @Test
  void yoloV5sOwnExporter_writesNamesAndStride() {
    ModelMetadata note =
        ModelMetadata.read(Map.of("stride", "32", "names", "{0: 'person', 2: \"driver's seat\"}"));

    assertThat(note.isOfUltralytics()).isTrue();
    assertThat(note.labels()).containsExactly("person", "", "driver's seat");
    assertThat(note.product()).isEmpty();
    assertThat(ModelMetadata.read(Map.of("stride", "32", "names", "['a', 'it\\'s']")).labels())
        .containsExactly("a", "it's");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          {"0": "person", "1": "stop sign"}     | person,stop sign
          {"1": "stop sign", "0": "person"}     | person,stop sign
          ["person", "stop sign"]               | person,stop sign
          ['person', 'stop sign']               | person,stop sign
          {0: 'person', 1: 'stop sign'}         | person,stop sign
          {'0': 'person', '1': 'stop sign'}     | person,stop sign
          {0: person, 1: stop sign}             | person,stop sign
          [person, stop sign]                   | person,stop sign
          {"person": 0, "stop sign": 1}         | person,stop sign
          {"0": "Stra\\u00dfe", "1": "a \\"b\\""}   | Straße,a "b"
          {0: 'a: b, c', 1: "it's"}             | a: b, c,it's
          {"names": {"0": "person", "1": "car"}} | person,car
          {0: '', 1: 'b'}                       | ,b
          {}                                    | ``
          """)
  void names_areRead_asPythonAndJsonWriteThem(String written, String labels) {
    assertThat(
            String.join(",", ModelMetadata.read(Map.of("stride", "32", "names", written)).labels()))
        .isEqualTo(labels);
  }

  @Test
  void ultralyticsExporter_writesMore() {
    ModelMetadata note =
        ModelMetadata.read(
            Map.of(
                "description", "Ultralytics YOLO26n model trained on coco.yaml",
                "author", "Ultralytics",
                "stride", "32",
                "task", "detect",
                "imgsz", "[480, 640]",
                "names", "{0: 'person'}",
                "end2end", "True"));

    assertThat(note.product()).contains("YOLO26n");
    assertThat(note.task()).contains("detect");
    assertThat(note.imageSize()).as("height first").contains(new PixelSize(640, 480));
    assertThat(note.endToEnd()).contains(true);
  }

  /** As its metadata.yaml beside an IR comes, with what its exporter puts into the IR. */
  @Test
  void ultralyticsMetadata_isRead_fromOpenVinoExport() {
    ModelMetadata note =
        ModelMetadata.read(
            Map.ofEntries(
                Map.entry("stride", "32"),
                Map.entry("names/0", "person"),
                Map.entry("names/1", "traffic light"),
                Map.entry("imgsz/0", "320"),
                Map.entry("imgsz/1", "416"),
                Map.entry("model_info/model_type", "YOLO"),
                Map.entry("model_info/labels", "person traffic_light"),
                Map.entry("model_info/resize_type", "fit_to_window_letterbox"),
                Map.entry("model_info/reverse_input_channels", "YES"),
                Map.entry("model_info/pad_value", "114"),
                Map.entry("model_info/scale_values", "255"),
                Map.entry("model_info/iou_threshold", "0.7")));

    assertThat(note.maker()).isEqualTo("Ultralytics");
    assertThat(note.labels()).containsExactly("person", "traffic light");
    assertThat(note.imageSize()).contains(new PixelSize(416, 320));
    assertThat(note.type()).contains("YOLO");
    assertThat(note.resize()).contains(Resize.LETTERBOX);
    assertThat(note.channels()).contains(ChannelOrder.RGB);
    assertThat(note.scale()).containsExactly(255f, 255f, 255f);
    assertThat(note.mean()).isEmpty();
    assertThat(note.pad()).hasValue(114);
    assertThat(note.iou()).hasValue(0.7);
    assertThat(note.threshold()).isEmpty();
  }

  @Test
  void modelApiMetadata_determinesPreprocessing() {
    ModelMetadata note =
        ModelMetadata.read(
            Map.of(
                "model_info/model_type", "ssd",
                "model_info/labels", "cat big_dog",
                "model_info/resize_type", "fit_to_window",
                "model_info/reverse_input_channels", "False",
                "model_info/mean_values", "[123.675, 116.28, 103.53]",
                "model_info/scale_values", "58.395 57.12 57.375",
                "model_info/confidence_threshold", "0.35",
                "model_info/embedded_processing", "True",
                "model_info/orig_height", "480",
                "model_info/orig_width", "640"));

    assertThat(note.maker()).isEqualTo("Model API");
    assertThat(note.labels()).containsExactly("cat", "big dog");
    assertThat(note.resize()).contains(Resize.CORNER);
    assertThat(note.channels()).contains(ChannelOrder.BGR);
    assertThat(note.mean()).containsExactly(123.675f, 116.28f, 103.53f);
    assertThat(note.scale()).containsExactly(58.395f, 57.12f, 57.375f);
    assertThat(note.threshold()).hasValue(0.35);
    assertThat(note.prepared()).isTrue();
    assertThat(note.imageSize()).contains(new PixelSize(640, 480));
  }

  @ParameterizedTest
  @CsvSource({
    "resize_type, zoom",
    "resize_type, ''",
    "pad_value, 300",
    "pad_value, black",
    "mean_values, 1 2",
    "scale_values, 1 0 1",
    "confidence_threshold, 7",
    "iou_threshold, x",
    "orig_height, 480",
    "labels, ''"
  })
  void invalidMetadata_isIgnored(String name, String value) {
    ModelMetadata note = ModelMetadata.read(Map.of("model_info/" + name, value));

    assertThat(note)
        .usingRecursiveComparison()
        .ignoringFields("unused")
        .isEqualTo(ModelMetadata.read(Map.of("model_info/nothing", "said")));
    assertThat(note.maker()).isEqualTo("Model API");
  }

  @Test
  void textsOfAnyLength_areRead() {
    String longest = "\\\\x".repeat(300_000);

    assertThat(PythonText.texts("{0: '" + longest + "', 1: \"it's\", 2: 'cut"))
        .containsExactly("\\x".repeat(300_000), "it's", "cut");
    assertThat(PythonText.texts("'" + " ".repeat(300_000))).hasSize(1);
  }

  @Test
  void invalidImageSize_isIgnored() {
    assertThat(ModelMetadata.read(Map.of("imgsz", "[99999999999, 640]")).imageSize()).isEmpty();
    assertThat(ModelMetadata.read(Map.of("imgsz", "640")).imageSize())
        .contains(new PixelSize(640, 640));
  }

  @Test
  void numbersOfClasses_areBounded() {
    assertThat(PythonText.texts("{999999: 'far', 1: 'near'}")).isEqualTo(List.of("", "near"));
  }
}
