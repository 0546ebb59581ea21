package sluice.config;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import sluice.config.binding.ConfigNode;
import sluice.config.binding.JavaType;
import sluice.config.binding.NumberTypes;
import sluice.config.binding.ValueType;
import sluice.core.Point;
import sluice.json.JsonSchema;

/** Type of points of a picture, as [x, y] in fractions of its width and height. */
record PointType() implements ValueType<Point> {
  /** How far beyond the picture a point may be, for numbers that were rounded. */
  private static final double SLACK = 0.001;

  private static final ValueType<Double> FRACTION = NumberTypes.real(0, 1, SLACK);

  @Override
  public JavaType type() {
    return JavaType.of(Point.class);
  }

  @Override
  public @Nullable Point read(ConfigNode node) {
    List<ConfigNode> elements = node.elements();
    if (elements == null || elements.size() != 2) {
      return node.refuse(expected());
    }
    Double x = elements.get(0).read(FRACTION);
    Double y = elements.get(1).read(FRACTION);
    return x == null || y == null ? null : new Point(x.floatValue(), y.floatValue()).clamp();
  }

  @Override
  public String expected() {
    return "a point [x, y]: fractions of the picture's width and height, 0 to 1, from its upper"
        + " left corner on";
  }

  @Override
  public Object write(Point value, boolean reveal) {
    return List.of(plain(value.x()), plain(value.y()));
  }

  /** The shortest decimal that is read as this number again. */
  private static double plain(float value) {
    return Double.parseDouble(Float.toString(value));
  }

  @Override
  public Map<String, Object> schema() {
    return JsonSchema.type(
        "array", Map.of("items", FRACTION.schema(), "minItems", 2, "maxItems", 2));
  }
}
