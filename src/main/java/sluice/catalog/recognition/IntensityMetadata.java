package sluice.catalog.recognition;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;

/**
 * Model API's and Geti's {@code intensity_mode}: a mapping of the colours to 0 to 1 that comes
 * before mean and scale, which are of that range then (open-edge-platform/model_api,
 * src/model_api/adapters/utils.py; training_extensions, its page of an export's metadata). A
 * mapping that cuts off none of the values 0 to 255 is a line, and becomes part of mean and scale;
 * others can't be followed.
 */
final class IntensityMetadata {
  private static final double GREATEST = 255;

  /** A mapping of colours x to (x - start) / span. */
  private record Line(double start, double span) {
    boolean isWhole() {
      return start <= 0 && start + span >= GREATEST;
    }
  }

  private final Function<String, Optional<String>> values;
  private final String mode;

  /**
   * Reads the fields.
   *
   * @param values their texts by name
   */
  IntensityMetadata(Function<String, Optional<String>> values) {
    this.values = values;
    this.mode = values.apply("intensity_mode").orElse("none").toLowerCase(Locale.ROOT);
  }

  private double number(String name, double otherwise) {
    List<Double> numbers = PythonText.numbers(values.apply(name).orElse(""));
    return numbers.isEmpty() ? otherwise : numbers.getFirst();
  }

  private Optional<Line> line() {
    Line line =
        switch (mode) {
          case "scale_to_unit" -> new Line(0, number("intensity_max_value", GREATEST));
          case "window" -> {
            double width = number("intensity_window_width", 0);
            yield new Line(number("intensity_window_center", 0) - width / 2, width);
          }
          case "range_scale" -> {
            double factor = number("intensity_scale_factor", 1);
            double least = number("intensity_min_value", 0);
            double most = number("intensity_max_value", 0);
            yield new Line(least / factor, (most - least) / factor);
          }
          default -> new Line(0, 0);
        };
    return line.isWhole() ? Optional.of(line) : Optional.empty();
  }

  private boolean isThere() {
    return !mode.equals("none");
  }

  /** What can't be followed, as it is written; absent where all can. */
  Optional<String> refused() {
    String type = values.apply("input_dtype").orElse("u8").toLowerCase(Locale.ROOT);
    if (!type.equals("u8")) {
      return Optional.of("input_dtype " + type);
    }
    return isThere() && line().isEmpty() ? Optional.of("intensity_mode " + mode) : Optional.empty();
  }

  /** The mean for colours of 0 to 255. */
  List<Float> mean(List<Float> mean) {
    Optional<Line> line = isThere() ? line() : Optional.empty();
    if (line.isEmpty()) {
      return mean;
    }
    List<Float> whole = mean.isEmpty() ? List.of(0f, 0f, 0f) : mean;
    return whole.stream()
        .map(value -> (float) (line.get().start + value * line.get().span))
        .toList();
  }

  /** The scale for colours of 0 to 255. */
  List<Float> scale(List<Float> scale) {
    Optional<Line> line = isThere() ? line() : Optional.empty();
    if (line.isEmpty()) {
      return scale;
    }
    List<Float> whole = scale.isEmpty() ? List.of(1f, 1f, 1f) : scale;
    return whole.stream().map(value -> (float) (value * line.get().span)).toList();
  }
}
