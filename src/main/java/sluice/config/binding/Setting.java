package sluice.config.binding;

import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueFactory;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One setting, described once for all that reads, writes or explains it.
 *
 * @param <R> the record that it is a component of
 * @param <T> its value
 * @param key within its group, in kebab-case
 * @param kind of its values
 * @param get takes it from the record
 * @param standard its default as HOCON; absent: it must be given
 * @param absent what takes effect where the default is {@code null}
 * @param meaning one or two sentences, with the unit
 * @param change what a new value does in a running service
 */
public record Setting<R, T>(
    String key,
    ValueType<T> kind,
    Function<R, T> get,
    Optional<String> standard,
    String absent,
    String meaning,
    ReloadEffect change) {

  /** A setting that must be given. */
  public static <R, T> Setting<R, T> required(
      String key, ValueType<T> kind, Function<R, T> get, ReloadEffect change, String meaning) {
    return new Setting<>(key, kind, get, Optional.empty(), "", meaning, change);
  }

  /** A setting with a default, given as HOCON. */
  public static <R, T> Setting<R, T> of(
      String key,
      String standard,
      ValueType<T> kind,
      Function<R, T> get,
      ReloadEffect change,
      String meaning) {
    return new Setting<>(key, kind, get, Optional.of(standard), "", meaning, change);
  }

  /** A setting that may be left out, and what then takes its place, in words. */
  public static <R, T> Setting<R, T> optional(
      String key,
      String absent,
      ValueType<T> kind,
      Function<R, T> get,
      ReloadEffect change,
      String meaning) {
    return new Setting<>(key, kind, get, Optional.of("null"), absent, meaning, change);
  }

  /** Reads the value that is given, else what stands in for it. */
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

  /** The value of this setting in a record, as {@link ValueType#write} gives it. */
  @Nullable Object write(R from, boolean reveal) {
    return kind.write(get.apply(from), reveal);
  }

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
