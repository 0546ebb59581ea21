package sluice.catalog.metadata;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class YamlMetadataTest {
  @TempDir Path folder;

  @Test
  void ultralyticsMetadata_isRead() throws IOException {
    Path file =
        Files.writeString(
            folder.resolve("metadata.yaml"),
            """
            # made by an exporter
            description: 'Ultralytics YOLO11n model trained on it''s own'
            date: '2026-08-19T10:00:00.000000'
            stride: 32
            task: detect
            imgsz:
            - 480
            - 640
            names:
              0: person
              1: "traffic light"
              2: 'no: really'
            args:
              nms: false
              deep:
                deeper: skipped
            end2end: false
            """);

    assertThat(YamlMetadata.read(file))
        .containsExactly(
            entry("description", "Ultralytics YOLO11n model trained on it's own"),
            entry("date", "2026-08-19T10:00:00.000000"),
            entry("stride", "32"),
            entry("task", "detect"),
            entry("imgsz/0", "480"),
            entry("imgsz/1", "640"),
            entry("names/0", "person"),
            entry("names/1", "traffic light"),
            entry("names/2", "no: really"),
            entry("args/nms", "false"),
            entry("end2end", "false"));
  }

  @Test
  void besideAnIr_itBelongsToIt() throws IOException {
    Path model =
        Files.writeString(
            folder.resolve("m.xml"), "<net><rt_info><a value=\"1\"/></rt_info></net>");
    Files.writeString(folder.resolve("metadata.yaml"), "a: 2\nstride: 32\n");

    assertThat(MetadataReader.read(model).all())
        .containsExactly(entry("a", "1"), entry("stride", "32"));
  }

  @Test
  void invalidText_isRefused() throws IOException {
    Path file = Files.write(folder.resolve("metadata.yaml"), new byte[] {'a', ':', (byte) 0xff});

    assertThatThrownBy(() -> YamlMetadata.read(file)).hasMessageContaining("isn't text in UTF-8");
  }
}
