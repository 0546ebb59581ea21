package sluice.catalog;

import com.typesafe.config.ConfigList;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigOrigin;
import com.typesafe.config.ConfigRenderOptions;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueFactory;
import com.typesafe.config.ConfigValueType;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import sluice.core.util.EditDistance;

/**
 * Strict reader of the members of one object of a manifest: what is missing or invalid becomes a
 * problem, and a placeholder stands in for it so that reading goes on. What was never read is
 * unknown, which is a problem too.
 */
final class ManifestObject {
  private static final int GREATEST_SHOWN = 60;

  private final ConfigObject object;
  private final String path;
  private final ManifestProblems problems;
  private final Set<String> asked = new LinkedHashSet<>();

  /**
   * Members to be read.
   *
   * @param path the object's own path with a dot behind it; empty at the top
   */
  ManifestObject(ConfigObject object, String path, ManifestProblems problems) {
    this.object = object;
    this.path = path;
    this.problems = problems;
  }

  /** Whether there is such a member. */
  boolean has(String key) {
    return value(key).isPresent();
  }

  /** A text that must be there. */
  String text(String key, String expected) {
    return optionalText(key, expected).orElseGet(() -> missing(key, expected));
  }

  /** A text that must be there and match. */
  String text(String key, Pattern form, String expected) {
    String text = text(key, expected);
    if (!text.isEmpty() && !form.matcher(text).matches()) {
      refuse(key, text, expected);
    }
    return text;
  }

  /** A text that may be left out, but not be empty. */
  Optional<String> optionalText(String key, String expected) {
    Optional<ConfigValue> value = value(key);
    if (value.isEmpty()) {
      return Optional.empty();
    }
    if (value.get().unwrapped() instanceof String text && !text.isBlank()) {
      return Optional.of(text.strip());
    }
    refuse(value.get(), key, "a text, in quotes: " + expected);
    return Optional.of("");
  }

  /**
   * One of an enum's names, in lower case, which must be there; its first one stands in where it
   * isn't.
   */
  <E extends Enum<E>> E word(String key, Class<E> type) {
    return word(key, type, each -> each.name().toLowerCase(Locale.ROOT));
  }

  /** The same for an enum that has names of its own. */
  <E extends Enum<E>> E word(String key, Class<E> type, Function<E, String> word) {
    return word(key, List.of(type.getEnumConstants()), word);
  }

  /**
   * One of some values by its name, which must be there; the first one stands in where it isn't.
   *
   * @param meanings at least one
   */
  <T> T word(String key, List<T> meanings, Function<T, String> word) {
    List<String> words = meanings.stream().map(word).toList();
    String expected = String.join(" or ", words);
    String text = text(key, expected);
    int found = words.indexOf(text);
    if (found < 0 && !text.isEmpty()) {
      refuse(key, text, expected + nearest(text, words));
    }
    return meanings.get(Math.max(0, found));
  }

  /** Whether something holds; it doesn't where it is left out. */
  boolean flag(String key) {
    Optional<ConfigValue> value = value(key);
    if (value.isEmpty()) {
      return false;
    }
    if (value.get().unwrapped() instanceof Boolean flag) {
      return flag;
    }
    refuse(value.get(), key, "true or false");
    return false;
  }

  /** A number from least to most, which must be there. */
  double number(String key, double least, double most, String expected) {
    Optional<ConfigValue> value = value(key);
    if (value.isEmpty()) {
      missing(key, expected);
      return least;
    }
    if (value.get().unwrapped() instanceof Number number
        && number.doubleValue() >= least
        && number.doubleValue() <= most) {
      return number.doubleValue();
    }
    refuse(value.get(), key, expected);
    return least;
  }

  /** A whole number of at least 1, which must be there. */
  long count(String key, String expected) {
    double number = number(key, 1, 1L << 53, expected);
    if (number != Math.rint(number)) {
      refuse(value(key).orElseThrow(), key, expected);
    }
    return (long) number;
  }

  /** Texts; empty where they are left out. */
  List<String> texts(String key, String expected) {
    List<String> texts = new ArrayList<>();
    for (ConfigValue value : list(key, expected)) {
      if (value.unwrapped() instanceof String text) {
        texts.add(text.strip());
      } else {
        refuse(value, key, "texts, in quotes: " + expected);
      }
    }
    return texts;
  }

  /** Numbers; empty where they are left out. */
  List<Float> numbers(String key, int size, String expected) {
    List<ConfigValue> values = list(key, expected);
    List<Float> numbers = new ArrayList<>();
    for (ConfigValue value : values) {
      if (value.unwrapped() instanceof Number number) {
        numbers.add(number.floatValue());
      } else {
        refuse(value, key, expected);
      }
    }
    if (!values.isEmpty() && values.size() != size) {
      refuse(value(key).orElseThrow(), key, expected);
    }
    return numbers;
  }

  private List<ConfigValue> list(String key, String expected) {
    Optional<ConfigValue> value = value(key);
    if (value.isEmpty()) {
      return List.of();
    }
    if (value.get() instanceof ConfigList list) {
      return list;
    }
    refuse(value.get(), key, "a list: " + expected);
    return List.of();
  }

  /** An object's members; none where it is left out. */
  Optional<ManifestObject> object(String key, String expected) {
    return value(key).map(value -> members(value, key, expected));
  }

  /** The objects of a list. */
  List<ManifestObject> objects(String key, String expected) {
    List<ManifestObject> result = new ArrayList<>();
    List<ConfigValue> values = list(key, expected);
    for (int i = 0; i < values.size(); i++) {
      result.add(members(values.get(i), key + "[" + i + "]", expected));
    }
    return result;
  }

  private ManifestObject members(ConfigValue value, String key, String expected) {
    ConfigObject found = ConfigValueFactory.fromMap(Map.of());
    if (value instanceof ConfigObject members) {
      found = members;
    } else {
      refuse(value, key, "an object: " + expected);
    }
    return new ManifestObject(found.withOrigin(value.origin()), path + key + ".", problems);
  }

  /** The names of all members, in the order of the file. */
  List<String> keys() {
    return object.entrySet().stream()
        .sorted(Comparator.comparingInt(entry -> entry.getValue().origin().lineNumber()))
        .map(Map.Entry::getKey)
        .toList();
  }

  /** All members, whatever they are called, as texts. */
  Map<String, String> allTexts() {
    Map<String, String> result = new LinkedHashMap<>();
    keys().forEach(key -> result.put(key, text(key, "a name or an address")));
    return result;
  }

  /** Adds a problem of a member's value. */
  void refuse(String key, String shown, String expected) {
    ConfigOrigin where = value(key).map(ConfigValue::origin).orElse(object.origin());
    problems.add(where, path + key, shown.isEmpty() ? "''" : shown, expected);
  }

  /** Ends the reading of these members: an unknown one is a problem. */
  void refuseRest() {
    for (String key : keys()) {
      if (!asked.contains(key)) {
        refuse(key, "no such member", String.join(", ", asked) + nearest(key, asked));
      }
    }
  }

  private static String nearest(String written, Collection<String> words) {
    return EditDistance.nearest(written, words).map(word -> "; nearest: " + word).orElse("");
  }

  private Optional<ConfigValue> value(String key) {
    asked.add(key);
    ConfigValue value = object.get(key);
    return value == null || value.valueType() == ConfigValueType.NULL
        ? Optional.empty()
        : Optional.of(value);
  }

  private String missing(String key, String expected) {
    problems.add(object.origin(), path + key, "missing", expected);
    return "";
  }

  private void refuse(ConfigValue value, String key, String expected) {
    String shown = value.render(ConfigRenderOptions.concise());
    String cut = shown.length() > GREATEST_SHOWN ? shown.substring(0, GREATEST_SHOWN) + "…" : shown;
    problems.add(value.origin(), path + key, cut, expected);
  }
}
