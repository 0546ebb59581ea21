package sluice.catalog.recognition;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import sluice.core.PixelSize;
import sluice.core.model.KeyPointLayout;

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
  private static final String KEY_POINT_NAMES = "kpt_names";

  /** More is no body and no hand but a slip. */
  private static final int MOST_KEY_POINTS = 1000;

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
    return ModelMetadata.of(metadata, NAMES, PythonText::texts).orElseGet(() -> listed(NAMES));
  }

  /** Values below a name by their numbers, from 0 on; those that are left out are empty. */
  private List<String> listed(String name) {
    List<String> values = new ArrayList<>();
    metadata.forEach(
        (key, value) -> {
          String id = key.startsWith(name + "/") ? key.substring(name.length() + 1) : "";
          if (id.matches("\\d{1,6}")) {
            PythonText.put(values, Integer.parseInt(id), value);
          }
        });
    return values;
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

  /** Of models of poses: {@code kpt_shape} and {@code kpt_names}. */
  Optional<KeyPointLayout> keyPoints() {
    List<Double> shape = numbers("kpt_shape");
    boolean usual =
        shape.size() == 2
            && shape.getFirst() >= 1
            && shape.getFirst() <= MOST_KEY_POINTS
            && shape.getLast() >= 2
            && shape.getLast() <= 3;
    if (!usual) {
      return Optional.empty();
    }
    int count = shape.getFirst().intValue();
    return Optional.of(new KeyPointLayout(count, shape.getLast().intValue(), keyPointNames(count)));
  }

  /** The names of each class; in a YAML file all classes' come in one list. */
  private List<List<String>> keyPointNames(int count) {
    return ModelMetadata.of(metadata, KEY_POINT_NAMES, PythonText::lists)
        .orElseGet(
            () -> {
              List<String> all = listed(KEY_POINT_NAMES);
              return IntStream.range(0, all.size() / count)
                  .mapToObj(label -> all.subList(label * count, (label + 1) * count))
                  .toList();
            });
  }

  private List<Double> numbers(String name) {
    return ModelMetadata.of(metadata, name, PythonText::numbers)
        .orElseGet(() -> PythonText.numbers(String.join(" ", listed(name))));
  }

  /** Absent in files from before there were such models. */
  Optional<Boolean> endToEnd() {
    return ModelMetadata.of(metadata, "end2end", ModelMetadata::isYes);
  }
}
