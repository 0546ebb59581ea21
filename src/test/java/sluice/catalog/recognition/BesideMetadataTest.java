package sluice.catalog.recognition;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import sluice.catalog.metadata.FileMetadata;
import sluice.core.PixelSize;

class BesideMetadataTest {
  private static final Optional<PixelSize> FIXED = Optional.of(new PixelSize(640, 480));

  private static Map<String, String> map(String pairs) {
    Map<String, String> map = new LinkedHashMap<>();
    Stream.of(pairs.split(";", -1))
        .filter(pair -> !pair.isBlank())
        .map(pair -> pair.split("=", 2))
        .forEach(pair -> map.put(pair[0].strip(), pair[1].strip()));
    return map;
  }

  private static ModelMetadata read(String own, String beside) {
    FileMetadata.Beside file = new FileMetadata.Beside("metadata.yaml", map(beside));
    return ModelMetadata.read(
        new FileMetadata(map(own), Optional.of(file), List.of("other.yaml, which …")), FIXED);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          ''                                           | stride=32;names/0=a;task=segment
          ''                                           | stride=32;names/0=a;imgsz/0=480;imgsz/1=640
          model_info/model_type=YOLO                   | stride=32;names/0=a
          model_info/model_type=yolo_v8                | stride=32;names/0=a
          model_info/model_type=rt_detr                | stride=32;names/0=a
          model_info/labels=traffic_light stop_sign    | stride=32;names/0=traffic light;names/1=stop_sign
          model_info/labels=a b                        | stride=32;names={0: a, 1: b}
          model_info/labels=a                          | stride=32;names={0: a, 1: ''}
          """)
  void whatDoesntContradict_isUsed(String own, String beside) {
    ModelMetadata note = read(own, beside);

    assertThat(note.beside()).contains("metadata.yaml");
    assertThat(note.labels()).isNotEmpty();
    assertThat(note.unused()).containsExactly("other.yaml, which …");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          ''                              | stride=32;task=detect                   | which has no names with stride
          ''                              | stride=32;names/0=a;imgsz/0=640;imgsz/1=480 | whose imgsz 480x640 is not the model's 640x480
          model_info/labels=a b           | stride=32;names/0=a                     | whose 1 names are not the model's own 2 labels
          model_info/labels=a b           | stride=32;names/0=b;names/1=a           | whose 2 names are not the model's own 2 labels
          model_info/model_type=ssd       | stride=32;names/0=a                     | as the model's own model_type is ssd
          model_info/task=detect          | stride=32;names/0=a;task=segment        | as the model's own task is detect
          """)
  void whatIsOfAnotherModel_isNotUsed_andTold(String own, String beside, String reason) {
    ModelMetadata note = read(own, beside);

    assertThat(note.beside()).isEmpty();
    assertThat(note.unused()).containsExactly("other.yaml, which …", "metadata.yaml, " + reason);
    assertThat(note)
        .isEqualTo(
            ModelMetadata.withoutBeside(
                new FileMetadata(map(own), Optional.empty(), List.of("other.yaml, which …")),
                "metadata.yaml, " + reason));
  }

  @Test
  void openSizes_takeAnyImgsz() {
    FileMetadata.Beside file =
        new FileMetadata.Beside("m.yaml", map("stride=32;names/0=a;imgsz/0=320;imgsz/1=320"));
    FileMetadata metadata = new FileMetadata(Map.of(), Optional.of(file), List.of());

    assertThat(ModelMetadata.read(metadata, Optional.empty()).imageSize())
        .contains(new PixelSize(320, 320));
  }
}
