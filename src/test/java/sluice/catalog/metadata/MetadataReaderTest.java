package sluice.catalog.metadata;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MetadataReaderTest {
  @TempDir Path folder;

  @Test
  void irMetadata_isReadFromTheNet_notFromLayers() throws IOException {
    Path file =
        Files.writeString(
            folder.resolve("m.xml"),
            """
            <?xml version="1.0"?>
            <net name="m" version="11">
              <layers><layer id="0"><rt_info><attribute name="x" value="no"/></rt_info></layer></layers>
              <rt_info>
                <Runtime_version value="2026.4.1" />
                <model_info><labels value="person
                  car" /><model_type value="ssd" /></model_info>
              </rt_info>
            </net>
            """);

    assertThat(MetadataReader.shown(file))
        .containsExactly(
            entry("Runtime_version", "2026.4.1"),
            entry("model_info/labels", "person car"),
            entry("model_info/model_type", "ssd"));
  }

  @Test
  void parametersOfOlderConverters_areRead() throws IOException {
    Path file =
        Files.writeString(
            folder.resolve("old.xml"),
            """
            <?xml version="1.0"?>
            <net name="m" version="11">
              <meta_data>
                <MO_version value="2022.1" />
                <cli_parameters><scale_values value="data[255.0]" /></cli_parameters>
              </meta_data>
            </net>
            """);

    assertThat(MetadataReader.read(file).all())
        .containsExactly(entry("cli_parameters/scale_values", "data[255.0]"));
  }

  @Test
  void onnxMetadata_isRead_withoutTheGraph() throws IOException {
    ByteArrayOutputStream onnx = new ByteArrayOutputStream();
    onnx.write(new byte[] {1 << 3, 8}); // ir_version
    onnx.write(text(2, "pytorch".getBytes(UTF_8)));
    onnx.write(text(7, new byte[300])); // graph
    onnx.write(text(14, entryBytes("stride", "32")));
    onnx.write(text(14, entryBytes("names", "n".repeat(500))));

    assertThat(MetadataReader.shown(Files.write(folder.resolve("m.onnx"), onnx.toByteArray())))
        .containsExactly(
            entry("ONNX IR version", "8"),
            entry("producer", "pytorch"),
            entry("stride", "32"),
            entry("names", "n".repeat(400) + "…"));
  }

  private static byte[] entryBytes(String key, String value) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(text(1, key.getBytes(UTF_8)));
    out.write(text(2, value.getBytes(UTF_8)));
    return out.toByteArray();
  }

  /** A length-delimited field. */
  private static byte[] text(int number, byte[] bytes) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(number << 3 | 2);
    int length = bytes.length;
    while (length > 0x7f) {
      out.write(length & 0x7f | 0x80);
      length >>>= 7;
    }
    out.write(length);
    out.write(bytes);
    return out.toByteArray();
  }

  @Test
  void unreadableMetadata_isReported() throws IOException {
    Path cut = Files.write(folder.resolve("cut.onnx"), new byte[] {2 << 3 | 2, 100, 'p'});
    Path noXml = Files.writeString(folder.resolve("m.xml"), "<net>");
    Path bomb =
        Files.writeString(
            folder.resolve("bomb.xml"),
            "<!DOCTYPE net [<!ENTITY x SYSTEM \"file:///etc/hostname\">]>"
                + "<net><rt_info><a value=\"&x;\"/></rt_info></net>");

    assertThat(MetadataReader.shown(cut)).doesNotContainValue("p\0");
    assertThat(MetadataReader.shown(noXml))
        .containsEntry("-", "can't be read: not well-formed XML");
    assertThat(MetadataReader.shown(bomb)).containsEntry("-", "can't be read: not well-formed XML");
  }
}
