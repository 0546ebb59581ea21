package sluice.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import sluice.config.binding.ConfigNode;
import sluice.config.binding.JavaType;
import sluice.config.binding.ScalarType;
import sluice.config.binding.ValueType;
import sluice.core.GridSize;
import sluice.core.PixelSize;
import sluice.core.TileSettings;
import sluice.json.JsonSchema;

/** Types of image settings. */
final class ImageTypes {
  private static final int GREATEST_SIDE = 16_384;
  private static final String SIZE = "[1-9]\\d{0,4}x[1-9]\\d{0,4}";

  private ImageTypes() {}

  /** Sizes in pixels. */
  static ValueType<PixelSize> size() {
    return new ScalarType<>(
        PixelSize.class,
        "WIDTHxHEIGHT in pixels, both 1 to " + GREATEST_SIDE + ", as in 640x480",
        JsonSchema.type("string", Map.of("pattern", "^" + SIZE + "$")),
        ImageTypes::parseSize,
        PixelSize::toString);
  }

  private static @Nullable PixelSize parseSize(String text) {
    Matcher matcher = Pattern.compile("(\\d{1,5})x(\\d{1,5})").matcher(text);
    if (!matcher.matches()) {
      return null;
    }
    int width = Integer.parseInt(matcher.group(1));
    int height = Integer.parseInt(matcher.group(2));
    boolean fits = Math.min(width, height) > 0 && Math.max(width, height) <= GREATEST_SIDE;
    return fits ? new PixelSize(width, height) : null;
  }

  /** Grids of tiles. */
  static ValueType<GridSize> grid() {
    return new ScalarType<>(
        GridSize.class,
        TileSettings.EXPECTED_GRID,
        JsonSchema.type("string", Map.of("pattern", "^" + TileSettings.GRID_FORM + "$")),
        text -> TileSettings.parseGrid(text).orElse(null),
        GridSize::toString);
  }

  /**
   * A number for each colour.
   *
   * @param each kind of the numbers
   */
  record PerColour(ValueType<Double> each) implements ValueType<List<Float>> {
    private static final int COLOURS = 3;

    @Override
    public JavaType type() {
      return JavaType.of(List.class, JavaType.of(Float.class));
    }

    @Override
    public @Nullable List<Float> read(ConfigNode node) {
      List<ConfigNode> elements = node.elements();
      if (elements == null || elements.size() != COLOURS) {
        return node.refuse(expected());
      }
      List<Float> values = new ArrayList<>();
      for (ConfigNode element : elements) {
        Double value = element.read(each);
        if (value != null) {
          values.add(value.floatValue());
        }
      }
      return values;
    }

    @Override
    public String expected() {
      return "three numbers, one for each colour, as in [104, 117, 123]";
    }

    @Override
    public Object write(List<Float> value, boolean reveal) {
      return value.stream().map(number -> Double.parseDouble(number.toString())).toList();
    }

    @Override
    public Map<String, Object> schema() {
      return JsonSchema.type(
          "array", Map.of("items", each.schema(), "minItems", COLOURS, "maxItems", COLOURS));
    }
  }
}
