package sluice.config.binding;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import sluice.json.JsonSchema;

/** Types of collections: lists, sets, maps, and objects by their names. */
public final class CollectionTypes {
  /** What streams, models and sinks may be called. */
  public static final String ID = "[A-Za-z0-9_-]{1,64}";

  /** Elements of a list and keys of a map at most: what comes in must not fill the memory. */
  public static final int MOST_ELEMENTS = 1_000;

  /** Streams, models or sinks at most. */
  public static final int MOST_ENTRIES = 5_000;

  private static final Pattern ID_PATTERN = Pattern.compile(ID);

  private CollectionTypes() {}

  private static String atMost(int most) {
    return "at most " + most;
  }

  /** Lists without repeats. */
  public record ListOf<T>(ValueType<T> each, String plural) implements ValueType<List<T>> {
    @Override
    public JavaType type() {
      return JavaType.of(List.class, each.type());
    }

    @Override
    public @Nullable List<T> read(ConfigNode node) {
      List<ConfigNode> elements = node.elements();
      if (elements == null) {
        return node.refuse(expected());
      }
      if (elements.size() > MOST_ELEMENTS) {
        return node.refuse(elements.size() + " " + plural, atMost(MOST_ELEMENTS), Optional.empty());
      }
      Set<T> result = new LinkedHashSet<>();
      for (ConfigNode element : elements) {
        T value = element.read(each);
        if (value != null && !result.add(value)) {
          element.refuse("each once");
        }
      }
      return List.copyOf(result);
    }

    @Override
    public String expected() {
      return "a list of " + plural + ", as in [a, b]";
    }

    @Override
    public Object write(List<T> value, boolean reveal) {
      List<Object> result = new ArrayList<>();
      value.forEach(element -> result.add(each.write(element, reveal)));
      return result;
    }

    @Override
    public Map<String, Object> schema() {
      return JsonSchema.type(
          "array", Map.of("items", each.schema(), "uniqueItems", true, "maxItems", MOST_ELEMENTS));
    }
  }

  /** Sets that keep the order of the list. */
  public record SetOf<T>(ListOf<T> list) implements ValueType<Set<T>> {
    @Override
    public JavaType type() {
      return JavaType.of(Set.class, list.each().type());
    }

    @Override
    public @Nullable Set<T> read(ConfigNode node) {
      List<T> values = list.read(node);
      return values == null ? null : new LinkedHashSet<>(values);
    }

    @Override
    public String expected() {
      return list.expected();
    }

    @Override
    public Object write(Set<T> value, boolean reveal) {
      return list.write(List.copyOf(value), reveal);
    }

    @Override
    public Map<String, Object> schema() {
      return list.schema();
    }
  }

  /** Maps of free keys, dots included, to a value each. */
  public record MapOf<T>(ValueType<T> each, String words) implements ValueType<Map<String, T>> {
    @Override
    public JavaType type() {
      return JavaType.of(Map.class, JavaType.of(String.class), each.type());
    }

    @Override
    public @Nullable Map<String, T> read(ConfigNode node) {
      if (!node.isObject()) {
        return node.refuse(expected());
      }
      Map<String, T> result = new LinkedHashMap<>();
      collect(node, "", result);
      if (result.size() > MOST_ELEMENTS) {
        return node.refuse(result.size() + " keys", atMost(MOST_ELEMENTS), Optional.empty());
      }
      return result;
    }

    /** A key with dots that isn't quoted is, for HOCON, objects within objects. */
    private void collect(ConfigNode node, String prefix, Map<String, T> result) {
      for (String key : node.keys()) {
        ConfigNode child = node.child(key);
        if (child.isObject()) {
          collect(child, prefix + key + ".", result);
        } else {
          T value = child.read(each);
          if (value != null) {
            result.put(prefix + key, value);
          }
        }
      }
    }

    @Override
    public String expected() {
      return words;
    }

    @Override
    public Object write(Map<String, T> value, boolean reveal) {
      Map<String, Object> result = new LinkedHashMap<>();
      value.forEach((key, element) -> result.put(key, each.write(element, reveal)));
      return result;
    }

    @Override
    public Map<String, Object> schema() {
      return JsonSchema.type("object", Map.of("additionalProperties", each.schema()));
    }
  }

  /** Maps of objects by their names, each of one type. */
  public record Entries<T>(ValueType<T> each, String noun) implements ValueType<Map<String, T>> {
    @Override
    public JavaType type() {
      return JavaType.of(Map.class, JavaType.of(String.class), each.type());
    }

    @Override
    public @Nullable Map<String, T> read(ConfigNode node) {
      if (!node.isObject()) {
        return node.refuse(expected());
      }
      if (node.size() > MOST_ENTRIES) {
        return node.refuse(node.size() + " " + noun + "s", atMost(MOST_ENTRIES), Optional.empty());
      }
      Map<String, T> result = new LinkedHashMap<>();
      for (String name : node.keys()) {
        ConfigNode entry = node.child(name);
        if (!ID_PATTERN.matcher(name).matches()) {
          entry.refuse(
              "this name", "1 to 64 letters, digits, underscores and hyphens", Optional.empty());
        } else if (!entry.isNull()) { // null takes away what stands elsewhere
          T value = entry.read(each);
          if (value != null) {
            result.put(name, value);
          }
        }
      }
      return result;
    }

    @Override
    public String expected() {
      return "an object: a name for each " + noun + ", and its settings in braces";
    }

    @Override
    public Object write(Map<String, T> value, boolean reveal) {
      Map<String, Object> result = new LinkedHashMap<>();
      value.forEach((key, element) -> result.put(key, each.write(element, reveal)));
      return result;
    }

    @Override
    public Map<String, Object> schema() {
      return JsonSchema.type(
          "object",
          Map.of(
              "additionalProperties",
              each.schema(),
              "propertyNames",
              Map.of("pattern", "^" + ID + "$")));
    }
  }
}
