package sluice.app;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/** What a model's maker has written into its file beside the graph. */
final class ModelMetadata {
  private static final int MOST_CHARACTERS = 400;

  private ModelMetadata() {}

  /**
   * Names and values, cut where they are long; empty where there is nothing, or it can't be read.
   */
  static Map<String, String> read(Path file) {
    Map<String, String> found = new LinkedHashMap<>();
    try {
      (file.toString().endsWith(".onnx") ? OnnxMetadata.read(file) : IrMetadata.read(file))
          .forEach((name, value) -> found.put(name, shown(value)));
    } catch (IOException e) {
      // OpenVINO has read the graph: what can't be read here is only missing in what is shown.
      found.put("-", "can't be read: " + e.getMessage());
    }
    return found;
  }

  private static String shown(String value) {
    String line = value.replaceAll("[\\s\\p{Cntrl}]+", " ").strip();
    return line.length() > MOST_CHARACTERS ? line.substring(0, MOST_CHARACTERS) + "…" : line;
  }
}
