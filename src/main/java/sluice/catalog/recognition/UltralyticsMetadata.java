package sluice.catalog.recognition;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import sluice.core.PixelSize;

/**
 * Metadata that Ultralytics' exporter writes (ultralytics/engine/exporter.py, {@code metadata}):
 * into an ONNX file as texts of Python, beside an OpenVINO IR as the file {@code metadata.yaml},
 * whose lists come here as {@code names/0}. YOLOv5's own exporter writes {@code names} and {@code
 * stride} only.
 */
record UltralyticsMetadata(Map<String, String> metadata) {
  /** The {@code model_type} that the exporter writes into every IR, whatever the model is. */
  static final String ANY_TYPE = "YOLO";

  private static final String NAMES = "names";
  private static final Pattern PRODUCT = Pattern.compile("Ultralytics (\\S+)");

  boolean isThere() {
    return metadata.containsKey("stride")
        && (metadata.containsKey(NAMES) || metadata.containsKey(NAMES + "/0"));
  }

  /** {@code Ultralytics YOLOv8n model trained on coco.yaml}. */
  Optional<String> product() {
    return ModelMetadata.of(metadata, "description", PRODUCT::matcher)
        .filter(Matcher::find)
        .map(found -> found.group(1));
  }

  /** Of a model that these tools exported; elsewhere the word may mean anything. */
  Optional<String> task() {
    return ModelMetadata.of(metadata, "task", task -> task);
  }

  List<String> labels() {
    if (!isThere()) {
      return List.of();
    }
    return ModelMetadata.of(metadata, NAMES, PythonText::texts).orElseGet(this::listedLabels);
  }

  private List<String> listedLabels() {
    List<String> labels = new ArrayList<>();
    metadata.forEach(
        (key, value) -> {
          String id = key.startsWith(NAMES + "/") ? key.substring(NAMES.length() + 1) : "";
          if (id.matches("\\d{1,6}")) {
            PythonText.put(labels, Integer.parseInt(id), value);
          }
        });
    return labels;
  }

  Optional<PixelSize> imageSize() {
    return ModelMetadata.of(metadata, "imgsz", PythonText::numbers)
        .or(this::listedSize)
        .flatMap(ModelMetadata::size);
  }

  private Optional<List<Double>> listedSize() {
    String sides =
        metadata.getOrDefault("imgsz/0", "") + " " + metadata.getOrDefault("imgsz/1", "");
    return Optional.of(PythonText.numbers(sides));
  }

  /** Absent in files from before there were such models. */
  Optional<Boolean> endToEnd() {
    return ModelMetadata.of(metadata, "end2end", ModelMetadata::isYes);
  }
}
