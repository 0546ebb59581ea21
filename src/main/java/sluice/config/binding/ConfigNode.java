package sluice.config.binding;

import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigList;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigUtil;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueType;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import sluice.core.util.EditDistance;
import sluice.core.util.MessageText;
import sluice.core.util.Redaction;

/**
 * A node of a configuration tree: a path and the value there, if any. Methods that report a problem
 * return null, of any type, so that a {@link ValueType#read} can return it in turn.
 */
@SuppressWarnings("TypeParameterUnusedInFormals")
public final class ConfigNode {
  private static final Pattern SUBSTITUTION = Pattern.compile("\\$\\{\\??([^${}]*+)\\}");
  private static final int SHOWN = 80;

  private final ConfigReading document;
  private final List<String> keys;
  private final String element;
  private final @Nullable ConfigValue value;

  private ConfigNode(
      ConfigReading document, List<String> keys, String element, @Nullable ConfigValue value) {
    this.document = document;
    this.keys = keys;
    this.element = element;
    this.value = value;
  }

  /** The node of an object, or of a missing value. */
  public static ConfigNode of(
      ConfigReading document, List<String> keys, @Nullable ConfigValue value) {
    return new ConfigNode(document, List.copyOf(keys), "", value);
  }

  public ConfigReading document() {
    return document;
  }

  /** The last key of its path; empty at the root. */
  public String name() {
    return keys.isEmpty() ? "" : keys.getLast();
  }

  /** The name of the object that this is in. */
  public String parentName() {
    return keys.size() < 2 ? "" : keys.get(keys.size() - 2);
  }

  /** The same node with another value. */
  ConfigNode with(ConfigValue other) {
    return new ConfigNode(document, keys, element, other);
  }

  public ConfigNode child(String key) {
    return new ConfigNode(document, ConfigReading.append(keys, key), "", childValue(key));
  }

  private @Nullable ConfigValue childValue(String key) {
    return value instanceof ConfigObject object ? object.get(key) : null;
  }

  /** Reads the value, unless a substitution in it leads nowhere. */
  public <T> @Nullable T read(ValueType<T> kind) {
    return isResolved() ? kind.read(this) : refuseUnresolved();
  }

  /** Whether every substitution that the value needs leads somewhere. */
  boolean isResolved() {
    try {
      if (value instanceof ConfigObject object) {
        object.get("");
      }
      return value == null || value.valueType() != null;
    } catch (ConfigException.NotResolved e) {
      return false;
    }
  }

  private <T> @Nullable T refuseUnresolved() {
    Matcher names = SUBSTITUTION.matcher(value == null ? "" : value.render());
    TreeSet<String> missing = new TreeSet<>();
    while (names.find()) {
      missing.add("${" + names.group(1) + "}");
    }
    return refuse(
        (missing.isEmpty() ? "what it is made of" : String.join(", ", missing)) + " is not set",
        "a variable of the environment, or a key of the file; ${?NAME} where it may be absent",
        Optional.empty());
  }

  /** Whether there is a value other than {@code null}. */
  public boolean isGiven() {
    return value != null && !isNull();
  }

  boolean isNull() {
    return value != null && isResolved() && value.valueType() == ConfigValueType.NULL;
  }

  boolean isObject() {
    return value instanceof ConfigObject;
  }

  /** The keys of an object, in the order in which they were written. */
  public List<String> keys() {
    return value instanceof ConfigObject object ? document.keysOf(object, keys) : List.of();
  }

  /** How many keys an object has. */
  int size() {
    return value instanceof ConfigObject object ? object.size() : 0;
  }

  /** The elements of a list; null when it is none. */
  public @Nullable List<ConfigNode> elements() {
    if (!(value instanceof ConfigList list)) {
      return null;
    }
    List<ConfigNode> result = new ArrayList<>();
    for (ConfigValue each : list) {
      result.add(new ConfigNode(document, keys, element + "[" + result.size() + "]", each));
    }
    return result;
  }

  /** The value as text; null when it is an object, a list or nothing. */
  public @Nullable String text() {
    if (value == null) {
      return null;
    }
    return switch (value.valueType()) {
      case STRING, NUMBER, BOOLEAN -> String.valueOf(value.unwrapped());
      default -> null;
    };
  }

  /** Whether all of the value is one variable of the environment. */
  public boolean isFromEnvironment() {
    return value != null && Environment.isAllOf(value.origin());
  }

  /** Whether the value, or a part of it, is that of a variable of the environment. */
  public boolean holdsEnvironment() {
    return value != null && Environment.isIn(value.origin());
  }

  /** Whether the value, or a part of it, stands in a file rather than in the environment. */
  public boolean isInFile() {
    return value != null && value.origin().filename() != null && !isFromEnvironment();
  }

  /** Reports keys that nothing is known of. */
  void refuseOthers(List<String> known) {
    for (String key : keys()) {
      if (!known.contains(key)) {
        child(key)
            .refuse(
                "no such setting",
                "one of " + String.join(", ", known),
                EditDistance.nearest(key, known));
      }
    }
  }

  /** Reports that the value can't be used; gives null. */
  public <T> @Nullable T refuse(String expected) {
    return refuse(shown(), expected, Optional.empty());
  }

  /** Reports that the value can't be used; gives null. */
  public <T> @Nullable T refuse(String expected, Optional<String> nearest) {
    return refuse(shown(), expected, nearest);
  }

  /** Reports a problem with a text other than the value; returns null. */
  public <T> @Nullable T refuse(String found, String expected, Optional<String> nearest) {
    document.add(
        keys,
        value == null || element.isEmpty() ? null : value.origin(),
        path(),
        found,
        expected,
        nearest);
    return null;
  }

  /** Where the quotes of an address are missing, it becomes a key, with its password. */
  private String path() {
    return (keys.isEmpty() ? "" : Redaction.redact(ConfigUtil.joinPath(keys))) + element;
  }

  /** The value as messages may show it. */
  private String shown() {
    if (value == null) {
      return "missing";
    }
    if (Environment.isIn(value.origin())) {
      return "the value from the environment";
    }
    return switch (value) {
      case ConfigObject object -> object.isEmpty() ? "{}" : "{…}";
      case ConfigList list -> list.isEmpty() ? "[]" : "[…]";
      default -> printable(String.valueOf(value.unwrapped()));
    };
  }

  /** Text in one line of bearable length, without credentials. */
  public static String printable(String text) {
    String clean = MessageText.printable(Redaction.redactValue(text));
    return clean.length() <= SHOWN ? clean : clean.substring(0, SHOWN) + "…";
  }
}
