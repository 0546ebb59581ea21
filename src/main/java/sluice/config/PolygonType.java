package sluice.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import sluice.config.binding.CollectionTypes;
import sluice.config.binding.ConfigNode;
import sluice.config.binding.JavaType;
import sluice.config.binding.ReloadEffect;
import sluice.config.binding.Setting;
import sluice.config.binding.ValueType;
import sluice.core.Point;
import sluice.core.scene.PolygonShape;
import sluice.json.JsonSchema;

/** Type of polygons of a picture: their corners in order; the last is joined to the first. */
record PolygonType() implements ValueType<List<Point>> {
  private static final int LEAST = 3;
  private static final int MOST = 64;
  private static final PointType CORNER = new PointType();

  /** The setting of parts of the picture that are left out. */
  static Setting<List<List<Point>>> masks(String meaning) {
    return Setting.of(
        "masks",
        "[]",
        new CollectionTypes.ListOf<>(new PolygonType(), "polygons"),
        ReloadEffect.NEXT_FRAMES,
        meaning);
  }

  @Override
  public JavaType type() {
    return JavaType.of(List.class, CORNER.type());
  }

  @Override
  public @Nullable List<Point> read(ConfigNode node) {
    List<ConfigNode> elements = node.elements();
    if (elements == null) {
      return node.refuse(expected());
    }
    if (elements.size() > MOST + 1) {
      return node.refuse(elements.size() + " points", "at most " + MOST, Optional.empty());
    }
    List<Point> points = new ArrayList<>();
    for (ConfigNode element : elements) {
      Point point = element.read(CORNER);
      if (point == null) {
        return null;
      }
      points.add(point);
    }
    if (points.size() > 1 && points.getLast().equals(points.getFirst())) {
      points.removeLast(); // many tools close a polygon with its first point
    }
    if (points.size() < LEAST || points.size() > MOST) {
      return node.refuse(points.size() + " points", expected(), Optional.empty());
    }
    if (!PolygonShape.hasArea(points)) {
      return node.refuse("points on one line", "a polygon that has an area", Optional.empty());
    }
    return List.copyOf(points);
  }

  @Override
  public String expected() {
    return LEAST + " to " + MOST + " points of a polygon, as in [[0.1, 0.5], [0.9, 0.5], [0.5, 1]]";
  }

  @Override
  public Object write(List<Point> value, boolean reveal) {
    return value.stream().map(point -> CORNER.write(point, reveal)).toList();
  }

  @Override
  public Map<String, Object> schema() {
    return JsonSchema.type(
        "array", Map.of("items", CORNER.schema(), "minItems", LEAST, "maxItems", MOST));
  }
}
