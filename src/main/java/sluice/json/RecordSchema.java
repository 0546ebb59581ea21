package sluice.json;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import sluice.json.RecordFields.Field;

/**
 * JSON schemas (draft 2020-12) of what {@link JsonText} makes of records, as maps, lists, texts,
 * numbers and booleans. Types that have a name of their own are referred to.
 */
public final class RecordSchema {
  private final Map<Class<?>, String> references;
  private final Naming naming;

  /**
   * Schemas of types that refer to each other, members in kebab case.
   *
   * @param references where the schemas of types are that others refer to
   */
  public RecordSchema(Map<Class<?>, String> references) {
    this(references, Naming.KEBAB);
  }

  /**
   * Schemas of types that refer to each other.
   *
   * @param references where the schemas of types are that others refer to
   * @param naming of members
   */
  public RecordSchema(Map<Class<?>, String> references, Naming naming) {
    this.references = Map.copyOf(references);
    this.naming = naming;
  }

  /**
   * A member of an object.
   *
   * @param name as it is written
   * @param schema of its value
   * @param required whether it is always there
   * @param description what it means; empty where that is not said
   */
  public record Member(
      String name, Map<String, Object> schema, boolean required, String description) {}

  /** The members of a record, those of unwrapped ones among them, in their order. */
  public List<Member> members(Class<?> record) {
    List<Member> result = new ArrayList<>();
    for (Field field : RecordFields.of(record)) {
      if (field.options().unwrapped() && field.type() instanceof Class<?> inner) {
        for (Member each : members(inner)) {
          boolean required = each.required() && !field.optional();
          result.add(new Member(each.name(), each.schema(), required, each.description()));
        }
      } else {
        String description = field.options().description();
        boolean required = !field.optional() || field.options().nullable();
        result.add(new Member(field.name(naming), described(field), required, description));
      }
    }
    return result;
  }

  private Map<String, Object> described(Field field) {
    Map<String, Object> schema = of(field.type());
    Map<String, Object> result =
        new LinkedHashMap<>(field.options().nullable() ? JsonSchema.orNull(schema) : schema);
    if (!field.options().mediaType().isEmpty()) {
      result.put("contentMediaType", field.options().mediaType());
    }
    if (!field.options().description().isEmpty()) {
      result.put("description", field.options().description());
    }
    return result;
  }

  /** The schema of a record, in full. */
  public Map<String, Object> ofRecord(Class<?> record) {
    Map<String, Object> properties = new LinkedHashMap<>();
    List<String> required = new ArrayList<>();
    for (Member member : members(record)) {
      properties.put(member.name(), member.schema());
      if (member.required()) {
        required.add(member.name());
      }
    }
    return JsonSchema.object(properties, required);
  }

  private Map<String, Object> of(Type type) {
    if (type instanceof ParameterizedType generic && generic.getRawType() instanceof Class<?> raw) {
      Type[] arguments = generic.getActualTypeArguments();
      if (Collection.class.isAssignableFrom(raw)) {
        return JsonSchema.array(of(arguments[0]));
      }
      if (Map.class.isAssignableFrom(raw)) {
        return JsonSchema.map(of(arguments[1]));
      }
    }
    return type instanceof Class<?> plain ? ofClass(plain) : JsonSchema.ANYTHING;
  }

  private Map<String, Object> ofClass(Class<?> type) {
    String reference = references.get(type);
    if (reference != null) {
      return Map.of("$ref", reference);
    }
    if (type.isRecord()) {
      return ofRecord(type);
    }
    if (type.isAnnotationPresent(ClosedEnum.class)) {
      return Map.of("enum", EnumNames.all(type));
    }
    if (type == boolean.class || type == Boolean.class) {
      return JsonSchema.BOOLEAN;
    }
    if (type == double.class
        || type == Double.class
        || type == float.class
        || type == Float.class
        || type == Duration.class) {
      return JsonSchema.NUMBER;
    }
    if (type == int.class || type == long.class || type == Integer.class || type == Long.class) {
      return JsonSchema.INTEGER;
    }
    if (type == Instant.class) {
      return JsonSchema.TIME;
    }
    if (type == Object.class) {
      return JsonSchema.ANYTHING;
    }
    return type == byte[].class
        ? JsonSchema.type("string", Map.of("contentEncoding", "base64"))
        : JsonSchema.STRING;
  }
}
