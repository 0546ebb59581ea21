package sluice.config;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

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

  /** A model as the API gives it: the settings of a model, and its {@code name}. */
  public static Map<String, Object> model() {
    return named("name", ModelSettings.GROUP.schema());
  }

  private static Map<String, Object> named(String key, Map<String, Object> group) {
    Map<String, Object> properties = new LinkedHashMap<>();
    properties.put(key, type("string", Map.of("pattern", "^" + CollectionTypes.ID + "$")));
    properties.putAll(asMap(group.get("properties")));
    List<String> required = new ArrayList<>(List.of(key));
    if (group.get("required") instanceof List<?> others) {
      others.forEach(other -> required.add(String.valueOf(other)));
    }
    return object(properties, required);
  }

  private static Map<String, Object> asMap(@Nullable Object value) {
    Map<String, Object> result = new LinkedHashMap<>();
    if (value instanceof Map<?, ?> map) {
      map.forEach((key, element) -> result.put(String.valueOf(key), element));
    }
    return result;
  }

  /** The schema of a setting: its kind's, with meaning and default. */
  static Map<String, Object> of(Setting<?, ?> setting) {
    Map<String, Object> result = new LinkedHashMap<>(setting.kind().schema());
    String absent = setting.absent().isEmpty() ? "" : " Absent: " + setting.absent() + ".";
    result.put("description", setting.meaning() + absent);
    setting.standardValue().ifPresent(value -> result.put("default", value.unwrapped()));
    return result;
  }

  /** An object that has these properties and no others. */
  static Map<String, Object> object(Map<String, Object> properties, List<String> required) {
    Map<String, Object> result = new LinkedHashMap<>();
    result.put("type", "object");
    result.put("properties", properties);
    if (!required.isEmpty()) {
      result.put("required", required);
    }
    result.put("additionalProperties", false);
    return result;
  }

  /** A type with some of its bounds, in a fixed order. */
  static Map<String, Object> type(String type, Map<String, Object> bounds) {
    Map<String, Object> result = new LinkedHashMap<>();
    result.put("type", type);
    result.putAll(new TreeMap<>(bounds));
    return result;
  }
}
