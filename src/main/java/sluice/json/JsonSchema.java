package sluice.json;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** JSON schemas (draft 2020-12) as maps, lists, texts, numbers and booleans. */
public final class JsonSchema {
  /** Any text. */
  public static final Map<String, Object> STRING = type("string", Map.of());

  /** A point in time, ISO 8601. */
  public static final Map<String, Object> TIME = type("string", Map.of("format", "date-time"));

  /** True or false. */
  public static final Map<String, Object> BOOLEAN = type("boolean", Map.of());

  /** A whole number. */
  public static final Map<String, Object> INTEGER = type("integer", Map.of());

  /** A number. */
  public static final Map<String, Object> NUMBER = type("number", Map.of());

  /** Any value. */
  public static final Map<String, Object> ANYTHING = Map.of();

  /** An object with whatever members. */
  public static final Map<String, Object> ANY_OBJECT = type("object", Map.of());

  private JsonSchema() {}

  /** An object that has these properties and no others. */
  public static Map<String, Object> object(Map<String, Object> properties, List<String> required) {
    Map<String, Object> result = new LinkedHashMap<>();
    result.put("type", "object");
    result.put("properties", properties);
    if (!required.isEmpty()) {
      result.put("required", required);
    }
    result.put("additionalProperties", false);
    return result;
  }

  /** Such a value or null. */
  public static Map<String, Object> orNull(Map<String, Object> schema) {
    return Map.of("anyOf", List.of(schema, type("null", Map.of())));
  }

  /** A list of such values. */
  public static Map<String, Object> array(Map<String, Object> items) {
    return type("array", Map.of("items", items));
  }

  /** An object whose members, whatever their names, have such values. */
  public static Map<String, Object> map(Map<String, Object> values) {
    return type("object", Map.of("additionalProperties", values));
  }

  /** A type with some of its bounds, in a fixed order. */
  public static Map<String, Object> type(String type, Map<String, Object> bounds) {
    Map<String, Object> result = new LinkedHashMap<>();
    result.put("type", type);
    result.putAll(new TreeMap<>(bounds));
    return result;
  }
}
