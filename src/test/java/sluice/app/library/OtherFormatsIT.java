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
          m.tflite  | a file of TensorFlow Lite, TensorFlow or PaddlePaddle | then: ovc '%s'
          m.PB      | a file of TensorFlow Lite, TensorFlow or PaddlePaddle | then: ovc '%s'
          m.pdmodel | a file of TensorFlow Lite, TensorFlow or PaddlePaddle | then: ovc '%s'
          best.pt   | a file of PyTorch                                     | yolo export model='%s' format=openvino
          m.pt2     | a file of PyTorch                                     | yolo export model='%s' format=openvino
          m.keras   | a file of Keras                                       | then: ovc saved_model
          m.engine  | a file of another runtime                             | that '%s' was made from to ONNX or OpenVINO
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
        .hasMessageContaining("OpenVINO knows no such format of models; fetch or convert it again");
  }
}
