package sluice.catalog.metadata;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import sluice.catalog.metadata.FileMetadata.Beside;

class BesideFilesTest {
  private static final String YAML =
      "description: Ultralytics YOLO11n model \nstride: 32\nnames:\n  0: a\n";

  @TempDir Path temp;

  private Path model(String path) throws IOException {
    Path file = temp.resolve(path);
    Files.createDirectories(file.getParent());
    return Files.writeString(file, "<net/>");
  }

  private void write(String path, String text) throws IOException {
    Files.writeString(temp.resolve(path), text);
  }

  private static Optional<String> used(Path model) {
    return MetadataReader.read(model).beside().map(Beside::name);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "any/best.xml",
        "best_openvino_model/best.xml",
        "best_int8_openvino_model/best.XML",
        "mixed/yolo11n.xml"
      })
  void metadataOfTheFolder_areOfTheModelThatIsNamedOrAlone(String path) throws IOException {
    Path model = model(path);
    write(path.replaceFirst("/.*", "/metadata.yaml"), YAML);
    if (!path.startsWith("any")) {
      model(path.replaceFirst("/.*", "/other.xml"));
    }

    assertThat(used(model)).contains("metadata.yaml");
    assertThat(MetadataReader.read(model).unused()).isEmpty();
  }

  @Test
  void metadataAmongSeveralModels_areNotGuessed_butTold() throws IOException {
    Path model = model("zoo/detector.xml");
    model("zoo/other.xml");
    write("zoo/metadata.yaml", YAML);

    assertThat(used(model)).isEmpty();
    assertThat(MetadataReader.read(model).unused())
        .containsExactly(
            "metadata.yaml, which doesn't say of which of the models in its folder it is");
  }

  @Test
  void onnxFiles_haveTheirMetadataInThemselves() throws IOException {
    Path model = model("zoo/m.xml");
    model("zoo/n.onnx");
    write("zoo/metadata.yaml", YAML);

    assertThat(used(model)).contains("metadata.yaml");
    assertThat(used(temp.resolve("zoo/n.onnx"))).isEmpty();
    assertThat(MetadataReader.beside(temp.resolve("zoo/n.onnx"))).isEmpty();
  }

  @Test
  void yoloV5sFile_hasTheModelsName_andWins() throws IOException {
    Path model = model("yolov5s_openvino_model/yolov5s.xml");
    write("yolov5s_openvino_model/yolov5s.yaml", "stride: 32\nnames:\n  0: person\n  1: car\n");

    assertThat(MetadataReader.read(model).all())
        .containsEntry("names/1", "car")
        .containsEntry("stride", "32");
    write("yolov5s_openvino_model/metadata.yaml", YAML);
    assertThat(used(model)).contains("yolov5s.yaml");
    assertThat(MetadataReader.read(model).unused())
        .containsExactly("metadata.yaml, as there is yolov5s.yaml");
  }

  @Test
  void aModelsArchitecture_isNoMetadata() throws IOException {
    Path model = model("a/yolov5s.xml");
    write("a/yolov5s.yaml", "nc: 80\ndepth_multiple: 0.33\n");

    assertThat(used(model)).isEmpty();
    assertThat(MetadataReader.read(model).unused()).isEmpty();
  }

  @Test
  void whatCantBeRead_isTold() throws IOException {
    Path model = model("a/m.xml");
    Files.write(temp.resolve("a/metadata.yaml"), new byte[] {'a', ':', (byte) 0xff});

    assertThat(used(model)).isEmpty();
    assertThat(MetadataReader.read(model).unused())
        .containsExactly("metadata.yaml, which can't be read");
  }
}
