package sluice.catalog.recognition;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
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
  private static final int COLOURS = 3;

  /** ONNX files have the same path with blanks: both are met. */
  private Optional<String> value(String name) {
    return ModelMetadata.of(metadata, PLACE + name, value -> value)
        .or(() -> ModelMetadata.of(metadata, "model_info " + name, value -> value));
  }

  boolean isThere() {
    return metadata.keySet().stream().anyMatch(key -> key.startsWith("model_info"));
  }

  Optional<String> type() {
    return value("model_type");
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

  /** The values of {@code resize_type}; a crop isn't one of Sluice's ways. */
  Optional<Resize> resize() {
    return value("resize_type")
        .flatMap(
            word ->
                switch (word.toLowerCase(Locale.ROOT)) {
                  case "standard" -> Optional.of(Resize.STRETCH);
                  case "fit_to_window" -> Optional.of(Resize.CORNER);
                  case "fit_to_window_letterbox" -> Optional.of(Resize.LETTERBOX);
                  default -> Optional.empty();
                });
  }

  /** Model API's pictures come blue first. */
  Optional<ChannelOrder> channels() {
    return value("reverse_input_channels")
        .map(text -> ModelMetadata.isYes(text) ? ChannelOrder.RGB : ChannelOrder.BGR);
  }

  List<Float> mean() {
    return perColour("mean_values");
  }

  List<Float> scale() {
    List<Float> scale = perColour("scale_values");
    return scale.contains(0f) ? List.of() : scale;
  }

  /** Three numbers, or one for all; empty where it is neither. */
  private List<Float> perColour(String name) {
    List<Float> numbers =
        PythonText.numbers(value(name).orElse("")).stream().map(Double::floatValue).toList();
    List<Float> three =
        numbers.size() == 1
            ? List.of(numbers.getFirst(), numbers.getFirst(), numbers.getFirst())
            : numbers;
    return three.size() == COLOURS ? three : List.of();
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
