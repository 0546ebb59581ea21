package sluice.config.binding;

import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Type of scalars: values that are a single text, number or boolean.
 *
 * @param valueClass the class {@code T}
 * @param parse makes the value of its text; null for one that doesn't fit
 * @param print the value as HOCON and JSON have it
 */
public record ScalarType<T>(
    Class<T> valueClass,
    String expected,
    Map<String, Object> schema,
    Parser<T> parse,
    Function<T, Object> print)
    implements ValueType<T> {

  /** Makes a value of its text. */
  @FunctionalInterface
  public interface Parser<T> {
    /** The value; null when the text doesn't fit. */
    @Nullable T parse(String text);
  }

  @Override
  public JavaType type() {
    return JavaType.of(valueClass);
  }

  @Override
  public @Nullable T read(ConfigNode node) {
    String text = node.text();
    T value = text == null ? null : parse.parse(text);
    return value == null ? node.refuse(expected) : value;
  }

  @Override
  public Object write(T value, boolean reveal) {
    return print.apply(value);
  }
}
