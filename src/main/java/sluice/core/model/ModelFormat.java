package sluice.core.model;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** A format of models' files, known by the ending of a name, in small letters or in capitals. */
public enum ModelFormat {
  /** OpenVINO's own: the graph, with its weights in a file beside it. */
  IR("OpenVINO IR", ".xml", ".bin", true),
  /** Open Neural Network Exchange. */
  ONNX("ONNX", ".onnx", "", true),
  /** TensorFlow Lite, which is called LiteRT too. */
  TENSORFLOW_LITE("TensorFlow Lite", ".tflite", "", false),
  /** TensorFlow: a frozen graph, or the file {@value #SAVED_MODEL} of a SavedModel's folder. */
  TENSORFLOW("TensorFlow", ".pb", "", true),
  /** PaddlePaddle: the program, with its weights in a file beside it. */
  PADDLE("PaddlePaddle", ".pdmodel", ".pdiparams", false);

  /** The name of the graph's file in the folder of every SavedModel. */
  public static final String SAVED_MODEL = "saved_model.pb";

  /** Where a SavedModel that is not frozen keeps what it has learned. */
  private static final Path VARIABLES = Path.of("variables", "variables.data-00000-of-00001");

  /** What TensorFlow and Keras write beside a SavedModel's graph. */
  private static final Set<String> NO_MODELS = Set.of("fingerprint.pb", "keras_metadata.pb");

  private final String title;
  private final String ending;
  private final String weights;
  private final boolean capitals;

  ModelFormat(String title, String ending, String weights, boolean capitals) {
    this.title = title;
    this.ending = ending;
    this.weights = weights;
    this.capitals = capitals;
  }

  /** The format of a file; absent where the name has none of the endings. */
  public static Optional<ModelFormat> of(String name) {
    String lower = name.toLowerCase(Locale.ROOT);
    return Arrays.stream(values())
        .filter(format -> lower.endsWith(format.ending) && !NO_MODELS.contains(lower))
        .findFirst();
  }

  /** The same of the last name of a path. */
  public static Optional<ModelFormat> of(Path file) {
    return Optional.ofNullable(file.getFileName()).map(Path::toString).flatMap(ModelFormat::of);
  }

  /** What people call it. */
  public String title() {
    return title;
  }

  /** What names of its files end in, with the dot, in small letters. */
  public String ending() {
    return ending;
  }

  /** The endings of all formats, in their order. */
  public static List<String> endings() {
    return Arrays.stream(values()).map(ModelFormat::ending).toList();
  }

  /** Whether OpenVINO reads a file whose name ends so, small or capital. */
  public boolean isReadAs(Path file) {
    return capitals || String.valueOf(file.getFileName()).endsWith(ending);
  }

  /** A file's name without the ending of this format. */
  public String stem(String name) {
    return name.substring(0, name.length() - ending.length());
  }

  /** Whether a file is the graph of a SavedModel, which is all of the folder that it is in. */
  public static boolean isSavedModel(Path file) {
    return String.valueOf(file.getFileName()).equals(SAVED_MODEL);
  }

  /** What a reader of the format is given to read: the file, or the folder of a SavedModel. */
  public static Path opened(Path file) {
    return isSavedModel(file) ? file.toAbsolutePath().resolveSibling("") : file;
  }

  /**
   * The file of a model's weights, beside it or below; absent for a format that has none. Of a
   * SavedModel that is frozen it does not exist.
   */
  public Optional<Path> weights(Path file) {
    Path name = file.getFileName();
    if (isSavedModel(file)) {
      return Optional.of(file.resolveSibling(VARIABLES));
    }
    return weights.isEmpty() || name == null
        ? Optional.empty()
        : Optional.of(file.resolveSibling(stem(name.toString()) + weights));
  }
}
