package sluice.app.library;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import sluice.core.ErrorCode;
import sluice.core.SluiceException;
import sluice.core.model.ModelOverrides;
import sluice.testing.MakerModels;

/** Files of models that Sluice doesn't read: the message says what they are and how to convert. */
class OtherFormatsIT {
  @TempDir Path folder;

  private Path file(String name) throws IOException {
    return Files.write(folder.resolve(name), new byte[] {28, 0, 0, 0, 'T', 'F', 'L', '3'});
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          best.pt       | a file of PyTorch         | yolo export model='%s' format=openvino
          m.pth         | a file of PyTorch         | yolo export model='%s' format=openvino
          m.pt2         | a file of PyTorch         | yolo export model='%s' format=openvino
          m.torchscript | a file of PyTorch         | yolo export model='%s' format=openvino
          m.keras       | a file of Keras           | and name that folder
          m.H5          | a file of Keras           | and name that folder
          m.json        | a file of PaddlePaddle's newer form of programs | or convert it with paddle2onnx
          m.lite        | a file of TensorFlow Lite | rename '%s' so that it ends in .tflite
          m.mlmodel     | a file of another runtime | that '%s' was made from to ONNX or OpenVINO
          m.engine      | a file of another runtime | that '%s' was made from to ONNX or OpenVINO
          """)
  void whatItIs_andHowToConvertIt_areTold(String name, String what, String advice)
      throws IOException {
    Path model = file(name);

    assertThatThrownBy(() -> ModelInspector.inspect(model, ModelOverrides.NONE))
        .isInstanceOfSatisfying(
            SluiceException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.MODEL))
        .hasMessageStartingWith("model " + model + " is " + what + " (expected: OpenVINO IR")
        .hasMessageEndingWith(advice.formatted(model))
        .hasMessageNotContaining("\n");
  }

  @Test
  void anyOtherFile_isNoModel() throws IOException {
    Path model = file("m.txt");

    assertThatThrownBy(() -> ModelInspector.inspect(model, ModelOverrides.NONE))
        .hasMessageContaining("its name is not that of a model (expected: OpenVINO IR")
        .hasMessageEndingWith("fetch or convert it again");
  }

  @ParameterizedTest
  @CsvSource({"classifier.tflite, m.TFLITE, .tflite", "classifier.pdmodel, m.Pdmodel, .pdmodel"})
  void namesThatOpenVinoDoesNotKnow_areRefused(String of, String name, String ending)
      throws IOException {
    Path model = Files.copy(MakerModels.file(of), folder.resolve(name));

    assertThatThrownBy(() -> ModelInspector.inspect(model, ModelOverrides.NONE))
        .hasMessage(
            "model %s is not read under this name (expected: one that ends in %s, in small"
                + " letters); rename it",
            model, ending);
  }

  @Test
  void aFrozenGraph_mayBeCalledInCapitals() throws IOException {
    Path model = Files.copy(MakerModels.file("classifier.pb"), folder.resolve("M.PB"));

    assertThat(ModelInspector.inspect(model, ModelOverrides.NONE)).isNotEmpty();
  }
}
