package sluice.catalog.metadata;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import sluice.core.model.ModelFormat;

/** Reader of the metadata in a model's file and beside it. */
public final class MetadataReader {
  private static final int MOST_CHARACTERS = 400;

  private MetadataReader() {}

  /** Names and values; empty where there is nothing, or it can't be read. */
  public static FileMetadata read(Path file) {
    Map<String, String> own = new LinkedHashMap<>();
    try {
      own.putAll(own(file));
    } catch (IOException e) {
      // OpenVINO has read the graph: what can't be read here is only missing in what is shown.
      own.put("-", "can't be read: " + e.getMessage());
    }
    return BesideFiles.join(file, own);
  }

  private static Map<String, String> own(Path file) throws IOException {
    Optional<ModelFormat> format = ModelFormat.of(file);
    if (format.isEmpty()) {
      return Map.of();
    }
    return switch (format.get()) {
      case IR -> IrMetadata.read(file);
      case ONNX -> OnnxMetadata.read(file);
      case TENSORFLOW_LITE -> LiteMetadata.read(file);
      case TENSORFLOW, PADDLE -> Map.of();
    };
  }

  /** The files that metadata may be in besides a model's own; they need not be there. */
  public static List<Path> beside(Path file) {
    return BesideFiles.candidates(file);
  }

  /** All of it for showing: each in one line, cut where it is long. */
  public static Map<String, String> shown(Path file) {
    Map<String, String> found = new LinkedHashMap<>(read(file).all());
    found.replaceAll((_, value) -> shown(value));
    return found;
  }

  private static String shown(String value) {
    String line = value.replaceAll("[\\s\\p{Cntrl}]+", " ").strip();
    return line.length() > MOST_CHARACTERS ? line.substring(0, MOST_CHARACTERS) + "…" : line;
  }
}
