package sluice.config.binding;

import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueFactory;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Description of a setting: the one place from which it is read, validated, written, documented and
 * put into JSON schemas.
 *
 * @param <T> its value
 * @param key within its group, in kebab-case
 * @param component of the group's record that keeps the value
 * @param kind of its values
 * @param standard its default as HOCON; absent: it must be given
 * @param absent what takes effect where the default is {@code null}
 * @param meaning one or two sentences, with the unit
 * @param effect what a new value does in a running service
 */
public record Setting<T>(
    String key,
    String component,
    ValueType<T> kind,
    Optional<String> standard,
    String absent,
    String meaning,
    ReloadEffect effect) {
  private static final Pattern WORD = Pattern.compile("-([a-z])");

  private Setting(
      String key,
      ValueType<T> kind,
      Optional<String> standard,
      String absent,
      String meaning,
      ReloadEffect effect) {
    this(key, camelCase(key), kind, standard, absent, meaning, effect);
  }

  /** The component of a key: {@code detectFps} of {@code detect-fps}. */
  private static String camelCase(String key) {
    return WORD.matcher(key).replaceAll(letter -> letter.group(1).toUpperCase(Locale.ROOT));
  }

  /** A setting that must be given. */
  public static <T> Setting<T> required(
      String key, ValueType<T> kind, ReloadEffect effect, String meaning) {
    return new Setting<>(key, kind, Optional.empty(), "", meaning, effect);
  }

  /** A setting with a default, given as HOCON. */
  public static <T> Setting<T> of(
      String key, String standard, ValueType<T> kind, ReloadEffect effect, String meaning) {
    return new Setting<>(key, kind, Optional.of(standard), "", meaning, effect);
  }

  /** A setting that may be left out, and what takes effect then, in words. */
  public static <T> Setting<T> optional(
      String key, String absent, ValueType<T> kind, ReloadEffect effect, String meaning) {
    return new Setting<>(key, kind, Optional.of("null"), absent, meaning, effect);
  }

  /** The same setting, whose value is in a component that isn't called like the key. */
  public Setting<T> inComponent(String name) {
    return new Setting<>(key, name, kind, standard, absent, meaning, effect);
  }

  /** Reads the value that is given, else the one that was read before, else the default. */
  @Nullable T read(ConfigNode group, @Nullable SettingValues instead) {
    ConfigNode node = group.child(key);
    if (node.isGiven() || (node.isNull() && kind.takesNull())) {
      return node.read(kind);
    }
    if (instead != null && instead.wasRefused(this)) {
      return null;
    }
    if (instead != null && instead.has(this)) {
      return instead.get(this);
    }
    if (standard.isEmpty()) {
      return node.refuse("missing", kind.expected(), Optional.empty());
    }
    return node.with(parse(standard.get())).read(kind);
  }

  /** Whether it may be left out, without a default that could be shown. */
  public boolean isOptional() {
    return standard.equals(Optional.of("null"));
  }

  /** The default; absent where there is none, or where it is {@code null}. */
  public Optional<ConfigValue> standardValue() {
    return standard.filter(text -> !isOptional()).map(Setting::parse);
  }

  private static ConfigValue parse(String text) {
    return text.equals("null")
        ? ConfigValueFactory.fromAnyRef(null)
        : ConfigFactory.parseString("value = " + text).getValue("value");
  }
}
