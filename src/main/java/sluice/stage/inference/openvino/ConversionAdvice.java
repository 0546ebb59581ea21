package sluice.stage.inference.openvino;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import sluice.core.model.ModelFormat;

/** How to get from models' files that are not read to one that is. */
public enum ConversionAdvice {
  /** What OpenVINO's converter reads as it is; an OpenVINO of one's own may lack the readers. */
  CONVERTED(
      "TensorFlow Lite, TensorFlow or PaddlePaddle",
      "convert it with OpenVINO's converter: pip install openvino, then: ovc '%s'",
      "(?!)"),
  /** TensorFlow Lite by another name. */
  OF_LITE("TensorFlow Lite", "rename '%s' so that it ends in .tflite", "\\.lite"),
  /** The form that PaddlePaddle 3 writes by default, PIR. */
  OF_PADDLE(
      "PaddlePaddle's newer form of programs",
      "save it in the older one, with FLAGS_enable_pir_api=0 in the environment of the program that"
          + " exports '%s', which gives a .pdmodel; or convert it with paddle2onnx",
      "\\.json"),
  /** Weights that want the code of their model. */
  OF_PYTORCH(
      "PyTorch",
      "export it to ONNX or OpenVINO with the tool that it was trained with, as with: yolo export"
          + " model='%s' format=openvino",
      "\\.(?:pt|pth|pt2|torchscript|ckpt|safetensors)"),
  /** Which OpenVINO reads in another form. */
  OF_KERAS(
      "Keras",
      "load it in Keras, save it with model.export('saved_model'), and name that folder",
      "\\.(?:h5|keras)"),
  /** Compiled, or for one runtime only. */
  OF_ANOTHER_RUNTIME(
      "another runtime",
      "export the model that '%s' was made from to ONNX or OpenVINO",
      "\\.(?:engine|trt|plan|mlmodel|mlpackage|rknn|hef|blob|mnn|param|caffemodel|prototxt|gguf)");

  private final String framework;
  private final String advice;

  /** Expression for the endings of its files' names, in lower case. */
  private final String ending;

  ConversionAdvice(String framework, String advice, String ending) {
    this.framework = framework;
    this.advice = advice;
    this.ending = ending;
  }

  /** What a file is, judged by the ending of its name; absent where none is known. */
  public static Optional<ConversionAdvice> of(Path file) {
    String name = String.valueOf(file.getFileName()).toLowerCase(Locale.ROOT);
    return Arrays.stream(values()).filter(each -> name.matches(".*" + each.ending)).findFirst();
  }

  /** Whose format it is, in a few words. */
  public String framework() {
    return framework;
  }

  /** What to do about a file or folder, as the end of a sentence. */
  public String advice(Path file) {
    return advice.formatted(ModelFormat.opened(file));
  }
}
