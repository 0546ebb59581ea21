package sluice.openvino;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** How the values of properties are written. */
final class PropertyTypes {
  private static final Pattern SEPARATORS = Pattern.compile("[\\s,(){}\\[\\]]+");

  private PropertyTypes() {}

  static Property<String> readOnlyText(String key) {
    return new Property<>(key, Function.identity());
  }

  static Property<Integer> readOnlyNumber(String key) {
    return new Property<>(key, Integer::valueOf);
  }

  static Property<Long> readOnlySize(String key) {
    return new Property<>(key, Long::valueOf);
  }

  static Property<Boolean> readOnlyFlag(String key) {
    return new Property<>(key, PropertyTypes::parseFlag);
  }

  static Property<List<String>> readOnlyWords(String key) {
    return new Property<>(key, PropertyTypes::parseWords);
  }

  static Property<List<Integer>> readOnlyNumbers(String key) {
    return new Property<>(key, text -> parseWords(text).stream().map(Integer::valueOf).toList());
  }

  static <E extends Enum<E>> Property<E> readOnlyChoice(String key, Class<E> type) {
    return new Property<>(key, text -> parseChoice(type, text));
  }

  static WritableProperty<String> text(String key) {
    return new WritableProperty<>(key, Function.identity(), Function.identity());
  }

  static WritableProperty<Integer> number(String key) {
    return new WritableProperty<>(key, Integer::valueOf, String::valueOf);
  }

  static WritableProperty<Long> size(String key) {
    return new WritableProperty<>(key, Long::valueOf, String::valueOf);
  }

  static WritableProperty<Float> decimal(String key) {
    return new WritableProperty<>(key, Float::valueOf, String::valueOf);
  }

  static WritableProperty<Boolean> flag(String key) {
    return new WritableProperty<>(
        key, PropertyTypes::parseFlag, value -> value ? Properties.YES : Properties.NO);
  }

  /** Separated by commas. */
  static WritableProperty<List<String>> words(String key, String separator) {
    return new WritableProperty<>(
        key, PropertyTypes::parseWords, values -> String.join(separator, values));
  }

  static <E extends Enum<E>> WritableProperty<E> choice(String key, Class<E> type) {
    return choice(key, type, "");
  }

  /** A choice whose values have a common beginning that the constants lack. */
  static <E extends Enum<E>> WritableProperty<E> choice(String key, Class<E> type, String prefix) {
    return new WritableProperty<>(
        key,
        text -> parseChoice(type, text.startsWith(prefix) ? text.substring(prefix.length()) : text),
        value -> prefix + value.name());
  }

  /** Written in small letters. */
  static WritableProperty<ElementType> elementType(String key) {
    return new WritableProperty<>(
        key,
        text -> parseChoice(ElementType.class, text),
        value -> value.name().toLowerCase(Locale.ROOT));
  }

  private static boolean parseFlag(String text) {
    return switch (text.toUpperCase(Locale.ROOT)) {
      case "YES", "TRUE", "1" -> true;
      case "NO", "FALSE", "0" -> false;
      default -> throw new IllegalArgumentException(text);
    };
  }

  private static List<String> parseWords(String text) {
    return Stream.of(SEPARATORS.split(text)).filter(word -> !word.isEmpty()).toList();
  }

  private static <E extends Enum<E>> E parseChoice(Class<E> type, String text) {
    return Arrays.stream(type.getEnumConstants())
        .filter(value -> value.name().equalsIgnoreCase(text))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException(text));
  }
}
