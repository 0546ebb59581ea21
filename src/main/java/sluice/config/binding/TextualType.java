package sluice.config.binding;

import java.util.Map;
import sluice.json.JsonSchema;

/** Type whose values are written by their {@code toString}. */
public interface TextualType<T> extends ValueType<T> {
  @Override
  default Object write(T value, boolean reveal) {
    return value.toString();
  }

  @Override
  default Map<String, Object> schema() {
    return JsonSchema.type("string", Map.of());
  }
}
