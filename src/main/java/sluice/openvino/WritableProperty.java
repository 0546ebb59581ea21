package sluice.openvino;

import java.util.function.Function;

/**
 * A property that can be set, on a device or for a model that is compiled.
 *
 * @param <T> the value
 */
public final class WritableProperty<T> extends Property<T> {
  private final Function<T, String> formatter;

  WritableProperty(String key, Function<String, T> parser, Function<T, String> formatter) {
    super(key, parser);
    this.formatter = formatter;
  }

  /**
   * A property that can be set.
   *
   * @param parser makes a value of OpenVINO's text; throws an IllegalArgumentException where it
   *     can't
   * @param formatter makes the text that OpenVINO reads
   */
  public static <T> WritableProperty<T> of(
      String key, Function<String, T> parser, Function<T, String> formatter) {
    return new WritableProperty<>(key, parser, formatter);
  }

  /** This property with a value. */
  public PropertyValue to(T value) {
    return new PropertyValue(key(), formatter.apply(value));
  }
}
