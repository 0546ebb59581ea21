package sluice.config;

import java.util.Map;

/** A kind whose values are written as the text that they say of themselves. */
interface TextualType<T> extends ValueType<T> {
  @Override
  default Object write(T value, boolean reveal) {
    return value.toString();
  }

  @Override
  default Map<String, Object> schema() {
    return Schemas.type("string", Map.of());
  }
}
