package sluice.http;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/** Validator of the subset of JSON Schema that the API's document uses for types and members. */
public final class JsonSchemaValidator {
  private JsonSchemaValidator() {}

  /** Where a value differs from its schema. */
  public static List<String> violations(
      JsonNode document, JsonNode schema, JsonNode value, String where) {
    if (schema.has("$ref")) {
      JsonNode target = document.at(schema.get("$ref").asText().substring(1));
      return target.isMissingNode()
          ? List.of(where + ": no " + schema.get("$ref"))
          : violations(document, target, value, where);
    }
    List<String> result = new ArrayList<>();
    for (JsonNode part : schema.path("allOf")) {
      result.addAll(violations(document, part, value, where));
    }
    JsonNode type = schema.path("type");
    if (!type.isMissingNode() && !isOf(type, value)) {
      result.add(where + ": " + value + " is no " + type);
    } else if (value.isObject()) {
      members(document, schema, value, where, result);
    } else if (value.isArray() && schema.has("items")) {
      value.forEach(
          each -> result.addAll(violations(document, schema.get("items"), each, where + "[]")));
    }
    return result;
  }

  private static void members(
      JsonNode document, JsonNode schema, JsonNode value, String where, List<String> result) {
    schema
        .path("required")
        .forEach(
            name -> {
              if (!value.has(name.asText())) {
                result.add(where + ": no " + name);
              }
            });
    JsonNode others = schema.path("additionalProperties");
    value
        .properties()
        .forEach(
            member -> {
              String path = where + "/" + member.getKey();
              JsonNode known = schema.path("properties").path(member.getKey());
              if (!known.isMissingNode()) {
                result.addAll(violations(document, known, member.getValue(), path));
              } else if (others.isObject()) {
                result.addAll(violations(document, others, member.getValue(), path));
              } else if (others.isBoolean() && !others.asBoolean()) {
                result.add(path + ": not in the schema");
              }
            });
  }

  private static boolean isOf(JsonNode type, JsonNode value) {
    if (type.isArray()) {
      for (JsonNode each : type) {
        if (isOf(each, value)) {
          return true;
        }
      }
      return false;
    }
    return switch (type.asText()) {
      case "object" -> value.isObject();
      case "array" -> value.isArray();
      case "string" -> value.isTextual();
      case "integer" -> value.isIntegralNumber();
      case "number" -> value.isNumber();
      case "boolean" -> value.isBoolean();
      case "null" -> value.isNull();
      default -> false;
    };
  }
}
