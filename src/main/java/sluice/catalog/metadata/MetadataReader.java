package sluice.catalog.metadata;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/** Reader of the metadata in a model's file. */
public final class MetadataReader {
  private static final int MOST_CHARACTERS = 400;

  /** Ultralytics' exporter writes this beside an OpenVINO IR. */
  public static final String BESIDE = "metadata.yaml";

  private MetadataReader() {}

  /** Names and values; empty where there is nothing, or it can't be read. */
  public static Map<String, String> read(Path file) {
    Map<String, String> found = new LinkedHashMap<>();
    try {
      found.putAll(
          file.toString().endsWith(".onnx") ? OnnxMetadata.read(file) : IrMetadata.read(file));
      Path beside = file.resolveSibling(BESIDE);
      if (file.toString().endsWith(".xml") && Files.isRegularFile(beside)) {
        YamlMetadata.read(beside).forEach(found::putIfAbsent);
      }
    } catch (IOException e) {
      // OpenVINO has read the graph: what can't be read here is only missing in what is shown.
      found.put("-", "can't be read: " + e.getMessage());
    }
    return found;
  }

  /** The same for showing: each in one line, cut where it is long. */
  public static Map<String, String> shown(Path file) {
    Map<String, String> found = read(file);
    found.replaceAll((_, value) -> shown(value));
    return found;
  }

  private static String shown(String value) {
    String line = value.replaceAll("[\\s\\p{Cntrl}]+", " ").strip();
    return line.length() > MOST_CHARACTERS ? line.substring(0, MOST_CHARACTERS) + "…" : line;
  }
}
