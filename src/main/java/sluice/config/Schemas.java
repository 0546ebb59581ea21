package sluice.config;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import sluice.config.binding.CollectionTypes;
import sluice.core.model.ModelFamily;
import sluice.json.JsonSchema;

/**
 * JSON schemas of what the API takes and gives (draft 2020-12, as OpenAPI 3.1 uses it), as maps,
 * lists, texts, numbers and booleans. They follow from the description of the settings.
 */
public final class Schemas {
  private Schemas() {}

  /** A stream as the API takes and gives it: the settings of a stream, and its {@code id}. */
  public static Map<String, Object> stream() {
    return named("id", StreamSettings.GROUP.schema());
  }

  /**
   * A model as the API gives it: the settings of a model, and its {@code name}.
   *
   * @param families those that it may be of
   */
  public static Map<String, Object> model(List<ModelFamily> families) {
    return named("name", ModelSettings.group(families).schema());
  }

  private static Map<String, Object> named(String key, Map<String, Object> group) {
    Map<String, Object> properties = new LinkedHashMap<>();
    properties.put(
        key, JsonSchema.type("string", Map.of("pattern", "^" + CollectionTypes.ID + "$")));
    properties.putAll(asMap(group.get("properties")));
    List<String> required = new ArrayList<>(List.of(key));
    if (group.get("required") instanceof List<?> others) {
      others.forEach(other -> required.add(String.valueOf(other)));
    }
    return JsonSchema.object(properties, required);
  }

  private static Map<String, Object> asMap(@Nullable Object value) {
    Map<String, Object> result = new LinkedHashMap<>();
    if (value instanceof Map<?, ?> map) {
      map.forEach((key, element) -> result.put(String.valueOf(key), element));
    }
    return result;
  }
}
