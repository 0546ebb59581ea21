package sluice.catalog.recognition;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Stream;
import sluice.core.PixelSize;
import sluice.core.model.ChannelOrder;
import sluice.core.model.Resize;

/**
 * Metadata that Model API, Geti and other OpenVINO tools write into an IR's {@code rt_info} below
 * {@code model_info}, and into the metadata of an ONNX file (open-edge-platform/model_api,
 * docs/source/guides/model-configuration.md; parameters of its ImageModel).
 */
record ModelApiMetadata(Map<String, String> metadata) {
  private static final String PLACE = "model_info/";
  private static final String ONNX_PLACE = "model_info ";
  private static final String MULTI_LABEL = "multilabel";
  private static final String HIERARCHICAL = "hierarchical";

  /** What is used here. */
  private static final Set<String> USED =
      Set.of(
          "model_type",
          "task",
          "task_type",
          "labels",
          "orig_height",
          "orig_width",
          "resize_type",
          "reverse_input_channels",
          "mean_values",
          "scale_values",
          "pad_value",
          "confidence_threshold",
          "iou_threshold",
          "embedded_processing",
          "input_dtype",
          "intensity_mode",
          "intensity_max_value",
          "intensity_min_value",
          "intensity_scale_factor",
          "intensity_window_center",
          "intensity_window_width",
          "intensity_percentile_low",
          "intensity_percentile_high",
          MULTI_LABEL,
          HIERARCHICAL,
          "hierarchical_config",
          "hierarchical_postproc");

  /** What changes neither pictures nor results: names, versions, and what is only added to them. */
  private static final Set<String> HARMLESS =
      Set.of(
          "label_ids",
          "label_info",
          "optimization_config",
          "getitune_version",
          "otx_version",
          "model_name",
          "output_raw_scores",
          "return_soft_prediction",
          // Pictures have three colours here, whatever a source has.
          "intensity_repeat_channels");

  /** Values by which a field says that it is not in use. */
  private static final Set<String> OFF = Set.of("", "false", "no", "none", "[]", "0", "-1");

  private static final int LONGEST_SHOWN = 40;

  /** ONNX files have the same path with blanks: both are met. */
  private Optional<String> value(String name) {
    return ModelMetadata.of(metadata, PLACE + name, value -> value)
        .or(() -> ModelMetadata.of(metadata, ONNX_PLACE + name, value -> value));
  }

  /** Whether a field is there with nothing in it. */
  private boolean isBlank(String name) {
    return value(name).isEmpty()
        && (metadata.containsKey(PLACE + name) || metadata.containsKey(ONNX_PLACE + name));
  }

  boolean isThere() {
    return metadata.keySet().stream().anyMatch(key -> key.startsWith("model_info"));
  }

  Optional<String> type() {
    return value("model_type");
  }

  /**
   * The task in Ultralytics' words, where it is one of those that are known; else what a {@code
   * model_type} ends in ({@code YOLO-seg}, DL Streamer's {@code yolo_v8_pose}). Several classifiers
   * in one, with labels below labels, are a task of their own.
   */
  Optional<String> task() {
    if (value(HIERARCHICAL).filter(ModelMetadata::isYes).isPresent()) {
      return Optional.of("hierarchical classification");
    }
    return value("task")
        .or(() -> value("task_type"))
        .map(word -> word.toLowerCase(Locale.ROOT))
        .flatMap(
            word ->
                switch (word) {
                  case "detect", "detection" -> Optional.of("detect");
                  case "classify", "classification" -> Optional.of("classify");
                  case "segment",
                      "pose",
                      "obb",
                      "segmentation",
                      "semantic_segmentation",
                      "instance_segmentation",
                      "keypoint_detection" ->
                      Optional.of(word);
                  default -> Optional.<String>empty();
                })
        .or(this::taskOfType);
  }

  private Optional<String> taskOfType() {
    return type()
        .map(word -> word.toLowerCase(Locale.ROOT).split("[-_]", -1))
        .filter(words -> words.length > 1 && words[0].startsWith("yolo"))
        .flatMap(
            words ->
                switch (words[words.length - 1]) {
                  case "seg" -> Optional.of("segment");
                  case "pose" -> Optional.of("pose");
                  case "obb" -> Optional.of("obb");
                  default -> Optional.empty();
                });
  }

  /** Whether each class of a picture has a probability of its own. */
  boolean isMultiLabel() {
    return value(MULTI_LABEL).filter(ModelMetadata::isYes).isPresent();
  }

  /** What is written and changes the colours in a way that can't be followed. */
  Optional<String> refused() {
    return new IntensityMetadata(this::value).refused();
  }

  /** Names and values of what is written, could change pictures or results, and isn't used. */
  List<String> unused() {
    List<String> unused = new ArrayList<>();
    metadata.forEach(
        (key, value) -> {
          boolean ofModelApi = key.startsWith(PLACE) || key.startsWith(ONNX_PLACE);
          String name = ofModelApi ? key.substring(PLACE.length()) : "";
          if (ofModelApi
              && !isHeeded(name)
              && !OFF.contains(value.strip().toLowerCase(Locale.ROOT))) {
            String shown = value.strip().replaceAll("[\\s\\p{Cntrl}]+", " ");
            unused.add(
                name
                    + " "
                    + (shown.length() > LONGEST_SHOWN
                        ? shown.substring(0, LONGEST_SHOWN) + "…"
                        : shown));
          }
        });
    return unused;
  }

  /** Whether a field is used with the value that it has, or changes nothing. */
  private boolean isHeeded(String name) {
    return switch (name) {
      case "resize_type" -> resize().isPresent();
      case "mean_values" -> !perColour(name).isEmpty();
      case "scale_values" -> !perColour(name).isEmpty() && !perColour(name).contains(0f);
      case "pad_value" -> pad().isPresent();
      case "confidence_threshold", "iou_threshold" -> share(name).isPresent();
      case "task", "task_type" -> task().isPresent();
      default -> USED.contains(name) || HARMLESS.contains(name);
    };
  }

  /** Names with a blank inside are written with an underline. */
  List<String> labels() {
    return value("labels")
        .map(
            text ->
                Stream.of(text.split("\\s+", -1)).map(label -> label.replace('_', ' ')).toList())
        .orElse(List.of());
  }

  /** Where the model resizes by itself, its input is open, and this is what it resizes to. */
  Optional<PixelSize> imageSize() {
    List<Double> sides =
        PythonText.numbers(value("orig_height").orElse("") + " " + value("orig_width").orElse(""));
    return sides.size() == 2 ? ModelMetadata.size(sides) : Optional.empty();
  }

  /** The values of {@code resize_type}. */
  Optional<Resize> resize() {
    return value("resize_type")
        .flatMap(
            word ->
                switch (word.toLowerCase(Locale.ROOT)) {
                  case "standard" -> Optional.of(Resize.STRETCH);
                  case "fit_to_window" -> Optional.of(Resize.CORNER);
                  case "fit_to_window_letterbox" -> Optional.of(Resize.LETTERBOX);
                  case "crop" -> Optional.of(Resize.CROP);
                  default -> Optional.empty();
                });
  }

  /** Model API's pictures come blue first. */
  Optional<ChannelOrder> channels() {
    return value("reverse_input_channels")
        .map(text -> ModelMetadata.isYes(text) ? ChannelOrder.RGB : ChannelOrder.BGR);
  }

  /** The mean for colours of 0 to 255. */
  List<Float> mean() {
    return new IntensityMetadata(this::value).mean(perColour("mean_values"));
  }

  /** The scale for colours of 0 to 255. */
  List<Float> scale() {
    List<Float> scale = perColour("scale_values");
    return new IntensityMetadata(this::value).scale(scale.contains(0f) ? List.of() : scale);
  }

  /** A field that is there and blank says that there is none. */
  private List<Float> perColour(String name) {
    if (isBlank(name)) {
      return name.startsWith("scale") ? List.of(1f, 1f, 1f) : List.of(0f, 0f, 0f);
    }
    return ModelMetadata.perColour(value(name).orElse(""));
  }

  OptionalInt pad() {
    List<Double> numbers = PythonText.numbers(value("pad_value").orElse(""));
    double pad = numbers.isEmpty() ? -1 : numbers.getFirst();
    return pad >= 0 && pad <= 255 ? OptionalInt.of((int) pad) : OptionalInt.empty();
  }

  /** A number from 0 to 1. */
  OptionalDouble share(String name) {
    List<Double> numbers = PythonText.numbers(value(name).orElse(""));
    double share = numbers.isEmpty() ? -1 : numbers.getFirst();
    return share >= 0 && share <= 1 ? OptionalDouble.of(share) : OptionalDouble.empty();
  }

  boolean isPrepared() {
    return value("embedded_processing").map(ModelMetadata::isYes).orElse(false);
  }
}
