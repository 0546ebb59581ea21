package sluice.stage.inference.openvino;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import sluice.core.model.ModelFormat;
import sluice.testing.MakerModels;

class FileContentTest {
  @TempDir Path folder;

  private boolean isOf(ModelFormat format, String name, byte[] bytes) throws IOException {
    return FileContent.isOf(format, Files.write(folder.resolve(name), bytes));
  }

  @ParameterizedTest
  @CsvSource({
    "TENSORFLOW, classifier.pb",
    "TENSORFLOW, saved_model/saved_model.pb",
    "TENSORFLOW, detector/saved_model.pb",
    "TENSORFLOW_LITE, classifier.tflite",
    "TENSORFLOW_LITE, fractions.tflite",
    "PADDLE, classifier.pdmodel"
  })
  void modelOfAFormat_isThat(ModelFormat format, String file) throws IOException {
    assertThat(FileContent.isOf(format, MakerModels.file(file))).isTrue();
  }

  /** But for the ends of whole operations and of those of a graph's versions. */
  @Test
  void frozenGraphThatIsCutOff_isNone() throws IOException {
    byte[] graph = Files.readAllBytes(MakerModels.file("classifier.pb"));
    int taken = 0;
    for (int length = 0; length < graph.length; length++) {
      taken += isOf(ModelFormat.TENSORFLOW, "m.pb", Arrays.copyOf(graph, length)) ? 1 : 0;
    }

    assertThat(taken).isBetween(1, 20);
  }

  @Test
  void textsThatAreNone_areNoGraph() throws IOException {
    byte[] graph = Files.readAllBytes(MakerModels.file("classifier.pb"));
    int operation = new String(graph, ISO_8859_1).indexOf("Conv2D");
    graph[operation] = (byte) 0xFF;

    assertThat(isOf(ModelFormat.TENSORFLOW, "m.pb", graph)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"IR", "ONNX", "TENSORFLOW_LITE", "TENSORFLOW"})
  void aWebPage_isNoModel(ModelFormat format) throws IOException {
    byte[] page = "<html><body>404 Not Found</body></html>".getBytes(UTF_8);

    assertThat(isOf(format, "m" + format.ending(), page)).isFalse();
    assertThat(isOf(format, "m" + format.ending(), new byte[1])).isFalse();
  }

  @Test
  void graphOfTensorFlow_isNoOnnx() throws IOException {
    byte[] graph = Files.readAllBytes(MakerModels.file("classifier.pb"));

    assertThat(isOf(ModelFormat.ONNX, "m.onnx", graph)).isFalse();
  }

  /** ModelProto: ir_version 8, producer_name, graph, opset_import. */
  @Test
  void onnx_hasAGraph() throws IOException {
    byte[] model = {8, 8, 18, 1, 'x', 58, 2, 18, 0, 66, 2, 16, 17};

    assertThat(isOf(ModelFormat.ONNX, "m.onnx", model)).isTrue();
    assertThat(isOf(ModelFormat.ONNX, "m.onnx", Arrays.copyOf(model, 8))).isFalse();
  }

  @Test
  void ir_mayBeginWithACommentAndAMark() throws IOException {
    String xml = "\uFEFF<?xml version=\"1.0\"?>\n<!-- made by hand -->\n<net name=\"m\"/>";

    assertThat(isOf(ModelFormat.IR, "m.xml", xml.getBytes(UTF_8))).isTrue();
  }
}
