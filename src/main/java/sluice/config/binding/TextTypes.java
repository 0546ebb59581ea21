package sluice.config.binding;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import sluice.core.util.EditDistance;
import sluice.json.JsonSchema;

/** Types of texts: by a pattern, flags, and enumerations. */
public final class TextTypes {
  private static final List<String> TRUE = List.of("true", "yes", "on");
  private static final List<String> FALSE = List.of("false", "no", "off");

  private TextTypes() {}

  /** Texts of a form. */
  public static ValueType<String> text(String expected, String form) {
    Pattern pattern = Pattern.compile(form);
    return new ScalarType<>(
        String.class,
        expected,
        JsonSchema.type("string", Map.of("pattern", "^(?:" + form + ")$")),
        text -> pattern.matcher(text).matches() ? text : null,
        value -> value);
  }

  /** True or false. */
  public static ValueType<Boolean> flag() {
    return new ScalarType<>(
        Boolean.class,
        "true or false",
        JsonSchema.type("boolean", Map.of()),
        text -> TRUE.contains(text) ? Boolean.TRUE : FALSE.contains(text) ? Boolean.FALSE : null,
        value -> value);
  }

  /** One of the constants of an enum, in lower case, with hyphens. */
  public static <E extends Enum<E>> ValueType<E> constant(Class<E> type) {
    return constant(type, List.of(type.getEnumConstants()));
  }

  /** One of some constants of an enum, in lower case, with hyphens. */
  public static <E extends Enum<E>> ValueType<E> constant(Class<E> type, List<E> allowed) {
    return choice(JavaType.of(type), allowed, TextTypes::word);
  }

  /** One of some texts. */
  public static ValueType<String> oneOf(List<String> words) {
    return choice(JavaType.of(String.class), words, word -> word);
  }

  private static String word(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /**
   * One of some constants by its name, or {@code auto} for none of them.
   *
   * @param type the class of the constants
   */
  public static <T> ValueType<Optional<T>> oneOrAuto(
      Class<T> type, List<T> things, Function<T, String> name) {
    List<Optional<T>> values = new ArrayList<>();
    values.add(Optional.empty());
    things.forEach(thing -> values.add(Optional.of(thing)));
    return choice(
        JavaType.of(Optional.class, JavaType.of(type)),
        values,
        value -> value.map(name).orElse("auto"));
  }

  private static <T> ValueType<T> choice(JavaType type, List<T> values, Function<T, String> name) {
    List<String> names = new ArrayList<>();
    values.forEach(value -> names.add(name.apply(value)));
    return new Choice<>(type, names, values, name);
  }

  private record Choice<T>(
      JavaType type, List<String> names, List<T> values, Function<T, String> name)
      implements ValueType<T> {
    @Override
    public @Nullable T read(ConfigNode node) {
      String text = node.text();
      int index = text == null ? -1 : names.indexOf(text);
      if (index >= 0) {
        return values.get(index);
      }
      return node.refuse(
          expected(), text == null ? Optional.empty() : EditDistance.nearest(text, names));
    }

    @Override
    public String expected() {
      return names.size() < 2
          ? String.join("", names)
          : String.join(", ", names.subList(0, names.size() - 1)) + " or " + names.getLast();
    }

    @Override
    public Object write(T value, boolean reveal) {
      return name.apply(value);
    }

    @Override
    public Map<String, Object> schema() {
      return JsonSchema.type("string", Map.of("enum", names));
    }
  }
}
