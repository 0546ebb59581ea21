package sluice.config.binding;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import sluice.json.JsonSchema;

/** Type of a section that another library reads: its keys are not validated here. */
public record OpaqueType() implements ValueType<Boolean> {
  @Override
  public JavaType type() {
    return JavaType.of(Boolean.class);
  }

  @Override
  public @Nullable Boolean read(ConfigNode node) {
    return node.isObject() ? Boolean.TRUE : node.refuse(expected());
  }

  @Override
  public String expected() {
    return "an object";
  }

  @Override
  public @Nullable Object write(Boolean value, boolean reveal) {
    return null;
  }

  @Override
  public Map<String, Object> schema() {
    return JsonSchema.type("object", Map.of());
  }
}
