package sluice.config;

import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;
import sluice.config.binding.ConfigNode;
import sluice.config.binding.JavaType;
import sluice.config.binding.NumberTypes;
import sluice.config.binding.ValueType;

/** Type of the capacity of a node: a number, or {@code auto} for one by its processors. */
record CapacityType() implements ValueType<OptionalDouble> {
  private static final String AUTO = "auto";
  private static final ValueType<Double> NUMBER = NumberTypes.real(0.1, 10_000);

  @Override
  public JavaType type() {
    return JavaType.of(OptionalDouble.class);
  }

  @Override
  public @Nullable OptionalDouble read(ConfigNode node) {
    String text = node.text();
    if (AUTO.equals(text)) {
      return OptionalDouble.empty();
    }
    if (text == null || text.chars().anyMatch(Character::isLetter)) {
      return node.refuse(expected());
    }
    Double number = NUMBER.read(node);
    return number == null ? null : OptionalDouble.of(number);
  }

  @Override
  public String expected() {
    return AUTO + ", or " + NUMBER.expected();
  }

  @Override
  public Object write(OptionalDouble value, boolean reveal) {
    return value.isPresent() ? (Double) value.getAsDouble() : AUTO;
  }

  @Override
  public Map<String, Object> schema() {
    return Map.of("anyOf", List.of(NUMBER.schema(), Map.of("type", "string", "const", AUTO)));
  }
}
