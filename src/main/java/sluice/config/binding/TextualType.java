package sluice.config.binding;

import java.util.Map;

/** Type whose values are written by their {@code toString}. */
public interface TextualType<T> extends ValueType<T> {
  @Override
  default Object write(T value, boolean reveal) {
    return value.toString();
  }

  @Override
  default Map<String, Object> schema() {
    return Schema.type("string", Map.of());
  }
}
