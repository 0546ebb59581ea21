package sluice.core.model;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** A format of models' files, known by the ending of a name, in small letters or in capitals. */
public enum ModelFormat {
  /** OpenVINO's own: the graph, with its weights in a file beside it. */
  IR(".xml", ".bin"),
  /** Open Neural Network Exchange. */
  ONNX(".onnx", "");

  private final String ending;
  private final String weights;

  ModelFormat(String ending, String weights) {
    this.ending = ending;
    this.weights = weights;
  }

  /** The format of a file; absent where the name has none of the endings. */
  public static Optional<ModelFormat> of(String name) {
    String lower = name.toLowerCase(Locale.ROOT);
    return Arrays.stream(values()).filter(format -> lower.endsWith(format.ending)).findFirst();
  }

  /** The same of the last name of a path. */
  public static Optional<ModelFormat> of(Path file) {
    return Optional.ofNullable(file.getFileName()).map(Path::toString).flatMap(ModelFormat::of);
  }

  /** What names of its files end in, with the dot, in small letters. */
  public String ending() {
    return ending;
  }

  /** The endings of all formats, in their order. */
  public static List<String> endings() {
    return Arrays.stream(values()).map(ModelFormat::ending).toList();
  }

  /** A file's name without the ending of this format. */
  public String stem(String name) {
    return name.substring(0, name.length() - ending.length());
  }

  /** The file of a model's weights beside it; absent for a format that has none. */
  public Optional<Path> weights(Path file) {
    Path name = file.getFileName();
    return weights.isEmpty() || name == null
        ? Optional.empty()
        : Optional.of(file.resolveSibling(stem(name.toString()) + weights));
  }
}
