package sluice.catalog.metadata;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LiteMetadataTest {
  @TempDir Path folder;

  private Map<String, String> read(String entry, String text) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    bytes.write(new byte[] {28, 0, 0, 0, 'T', 'F', 'L', '3', 1, 2, 3});
    try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
      zip.putNextEntry(new ZipEntry("labels.txt"));
      zip.write("cat\n".getBytes(UTF_8));
      zip.putNextEntry(new ZipEntry(entry));
      zip.write(text.getBytes(UTF_8));
    }
    Path file = Files.write(folder.resolve("m.tflite"), bytes.toByteArray());
    return MetadataReader.read(file).own();
  }

  @Test
  void json_isReadByItsTopmostNames() throws IOException {
    String text =
        """
        {
          "description": "Ultralytics \\"YOLO11n\\" model, trained: here",
          "stride": 32,
          "end2end": false,
          "imgsz": [
            640,
            480
          ],
          "names": {"0": "person, or {two}", "1": "car"},
          "data": null
        }
        """;

    assertThat(read("metadata.json", text))
        .containsExactly(
            entry("description", "Ultralytics \"YOLO11n\" model, trained: here"),
            entry("stride", "32"),
            entry("end2end", "false"),
            entry("imgsz", "[\n    640,\n    480\n  ]"),
            entry("names", "{\"0\": \"person, or {two}\", \"1\": \"car\"}"));
  }

  @Test
  void textOfPython_asOlderExportersWroteIt_isReadTheSame() throws IOException {
    assertThat(
            read(
                "temp_meta.txt",
                "{'task': 'pose', 'kpt_shape': [17, 3], 'names': {0: \"driver's\"}, 'data': None}"))
        .containsExactly(
            entry("task", "pose"),
            entry("kpt_shape", "[17, 3]"),
            entry("names", "{0: \"driver's\"}"));
  }

  @Test
  void otherFilesBehindAModel_areNoMetadata() throws IOException {
    assertThat(read("vocabulary.txt", "{'task': 'pose'}")).isEmpty();
    assertThat(read("metadata.json", "no dictionary")).isEmpty();
    assertThat(read("metadata.json", "{\"task\": \"pose\", \"names\": [\"cut"))
        .containsOnlyKeys("task");
  }

  @Test
  void modelWithNothingBehind_hasNone() throws IOException {
    Path file =
        Files.write(folder.resolve("m.tflite"), new byte[] {28, 0, 0, 0, 'T', 'F', 'L', '3'});

    assertThat(MetadataReader.read(file).all()).isEmpty();
  }

  /** As exporters lay a SavedModel down, with a TensorFlow Lite model of the same inside. */
  @Test
  void metadataBesideASavedModel_areItsOwn() throws IOException {
    Files.createFile(folder.resolve("fingerprint.pb"));
    Files.createFile(folder.resolve("m_float32.tflite"));
    Files.writeString(folder.resolve("metadata.yaml"), "stride: 32\nnames:\n  0: cat\n");
    Path saved = Files.createFile(folder.resolve("saved_model.pb"));

    assertThat(MetadataReader.read(saved).all())
        .containsExactly(entry("stride", "32"), entry("names/0", "cat"));
  }
}
