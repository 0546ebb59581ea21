package sluice.openvino;

import java.util.Objects;
import java.util.function.Function;

/**
 * A property's key with the type of its value. Those that OpenVINO names are constants, grouped by
 * use: {@link HintProperties}, {@link ExecutionProperties}, {@link CacheProperties}, {@link
 * DeviceProperties}, {@link CompiledModelProperties}, {@link AutoProperties}, {@link
 * CpuProperties}, {@link GpuProperties}, {@link NpuProperties}. A device knows some of them. One
 * that is missing here is made by {@link #of}, or read and set as strings.
 *
 * @param <T> the value
 */
public sealed class Property<T> permits WritableProperty {
  private final String key;
  private final Function<String, T> parser;

  /** For those of this package; the parser throws an IllegalArgumentException where it can't. */
  Property(String key, Function<String, T> parser) {
    this.key = Objects.requireNonNull(key, "key");
    this.parser = Objects.requireNonNull(parser, "parser");
  }

  /**
   * A property that can only be read.
   *
   * @param parser makes a value of OpenVINO's text; throws an IllegalArgumentException where it
   *     can't
   */
  public static <T> Property<T> of(String key, Function<String, T> parser) {
    return new Property<>(key, parser);
  }

  /** Its name, for example {@code NUM_STREAMS}. */
  public final String key() {
    return key;
  }

  /** Makes a value of OpenVINO's text. */
  final T parse(String text) {
    try {
      return parser.apply(text.strip());
    } catch (IllegalArgumentException e) {
      throw new OpenVinoException(
          Status.PARAMETER_MISMATCH,
          "property " + key + " has the value '" + text + "', which is none of its type",
          e);
    }
  }

  /** The key. */
  @Override
  public final String toString() {
    return key;
  }
}
