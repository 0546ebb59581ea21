package sluice.catalog.recognition;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Preprocessing that a converter has put into a model's graph, so that pictures come to it without.
 * OpenVINO's Model Optimizer and {@code ovc} note what they were told in an IR's {@code
 * conversion_parameters}, the former's older releases in {@code cli_parameters}.
 *
 * @param mean what the graph takes away from each colour; empty for nothing
 * @param scale by what it divides each colour then; empty for nothing
 * @param reversed whether it turns pictures with blue first into such with red first
 */
record GraphPreprocessing(List<Float> mean, List<Float> scale, boolean reversed) {
  private static final List<String> PLACES = List.of("conversion_parameters/", "cli_parameters/");

  /** Values of one input: {@code image[255.0]}, {@code data(104,117,123)}. */
  private static final Pattern VALUES = Pattern.compile("[\\[(]([^\\[\\]()]*)[\\])]");

  /** Keeps its own copies. */
  GraphPreprocessing {
    mean = List.copyOf(mean);
    scale = List.copyOf(scale);
  }

  static GraphPreprocessing read(Map<String, String> metadata) {
    List<Float> scale = perColour(metadata, "scale_values");
    return new GraphPreprocessing(
        perColour(metadata, "mean_values"),
        scale.isEmpty() ? perColour(metadata, "scale") : scale,
        values(metadata, "reverse_input_channels").anyMatch(ModelMetadata::isYes));
  }

  private static Stream<String> values(Map<String, String> metadata, String name) {
    return PLACES.stream().flatMap(place -> Stream.ofNullable(metadata.get(place + name)));
  }

  private static List<Float> perColour(Map<String, String> metadata, String name) {
    return values(metadata, name)
        .map(GraphPreprocessing::ofInput)
        .map(ModelMetadata::perColour)
        .filter(numbers -> !numbers.isEmpty())
        .findFirst()
        .orElse(List.of());
  }

  /** The name of an input may be a number itself. */
  private static String ofInput(String text) {
    Matcher matcher = VALUES.matcher(text);
    return matcher.find() ? matcher.group(1) : text;
  }

  /** Whether mean or scale are in the graph. */
  boolean isNormalised() {
    return !mean.isEmpty() || !scale.isEmpty();
  }

  /** Whether this is the mean and scale of the graph. */
  boolean has(List<Float> otherMean, List<Float> otherScale) {
    return isNormalised() && mean.equals(otherMean) && scale.equals(otherScale);
  }

  /** In words: {@code mean 104 117 123, scale 255, reversed channels}; empty for none. */
  @Override
  public String toString() {
    List<String> words = new ArrayList<>();
    if (!mean.isEmpty()) {
      words.add("mean " + numbers(mean));
    }
    if (!scale.isEmpty()) {
      words.add("scale " + numbers(scale));
    }
    if (reversed) {
      words.add("reversed channels");
    }
    return String.join(", ", words);
  }

  private static String numbers(List<Float> values) {
    return String.join(
        " ",
        values.stream()
            .distinct()
            .map(
                value ->
                    value == Math.rint(value)
                        ? String.format(Locale.ROOT, "%.0f", value)
                        : value.toString())
            .toList());
  }
}
