package sluice.config.binding;

import java.util.Map;

/** A kind whose values are written as the text that they say of themselves. */
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
