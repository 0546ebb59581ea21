package sluice.config.binding;

import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Binding of an object with known keys to a record: each setting is one key and one component of
 * the record, which is made by its canonical constructor. Immutable, thread-safe.
 *
 * @param <R> the record
 */
public final class SettingGroup<R> implements ValueType<R>, ObjectType {
  private final Class<R> record;
  private final Map<Setting<?>, Function<R, Object>> settings;
  private final RecordBinding<R> binding;
  private final BiConsumer<SettingValues, ConfigNode> rule;

  SettingGroup(
      Class<R> record,
      Map<Setting<?>, Function<R, Object>> settings,
      RecordBinding<R> binding,
      BiConsumer<SettingValues, ConfigNode> rule) {
    this.record = record;
    this.settings = new LinkedHashMap<>(settings);
    this.binding = binding;
    this.rule = rule;
  }

  /** A builder for the group of a record, which must be public. */
  public static <R> SettingGroupBuilder<R> builder(Class<R> record) {
    return new SettingGroupBuilder<>(record);
  }

  /**
   * The same settings after one that has the same value for every record, such as the tag of a
   * union.
   *
   * @throws IllegalArgumentException when one of them has its key
   */
  SettingGroup<R> withTag(Setting<String> tag, String value) {
    if (settings.keySet().stream().anyMatch(setting -> setting.key().equals(tag.key()))) {
      throw new IllegalArgumentException(
          "%s has a setting %s besides the tag".formatted(record.getSimpleName(), tag.key()));
    }
    Map<Setting<?>, Function<R, Object>> all = new LinkedHashMap<>();
    all.put(tag, from -> value);
    all.putAll(settings);
    return new SettingGroup<>(record, all, binding, rule);
  }

  /**
   * A value as the record.
   *
   * @throws ClassCastException when it is none
   */
  public R cast(Object value) {
    return Objects.requireNonNull(record.cast(value));
  }

  /** The keys, in the order of the reference page. */
  @Override
  public List<Setting<?>> settings() {
    return List.copyOf(settings.keySet());
  }

  /** Validation across settings: reports what is wrong with values that are fine by themselves. */
  BiConsumer<SettingValues, ConfigNode> rule() {
    return rule;
  }

  @Override
  public @Nullable R read(ConfigNode node) {
    return read(node, null, node.name());
  }

  /**
   * Reads a record.
   *
   * @param instead values that were read before, for settings that aren't given; null for none
   * @param name of the object, for the component that keeps it
   * @return null when something is wrong, which was reported to the node
   */
  public @Nullable R read(ConfigNode node, @Nullable SettingValues instead, String name) {
    int before = node.document().problemCount();
    SettingValues values = readValues(node, settings.keySet(), instead);
    if (values == null || !settings.keySet().stream().allMatch(values::has)) {
      return null;
    }
    rule.accept(values, node);
    return node.document().problemCount() > before ? null : make(name, values);
  }

  /**
   * Makes a record of values that were read.
   *
   * @throws IllegalStateException when one is missing
   */
  public R make(String name, SettingValues values) {
    return binding.make(name, values);
  }

  /**
   * Reads the values of some settings; other keys are problems.
   *
   * @return null when there is no object
   */
  public static @Nullable SettingValues readValues(
      ConfigNode node, Collection<Setting<?>> settings, @Nullable SettingValues instead) {
    if (!node.isObject()) {
      return node.refuse("an object in braces");
    }
    List<String> known = new ArrayList<>();
    settings.forEach(setting -> known.add(setting.key()));
    node.refuseOthers(known);
    SettingValues values = new SettingValues();
    settings.forEach(setting -> read(setting, node, instead, values));
    return values;
  }

  private static <T> void read(
      Setting<T> setting, ConfigNode node, @Nullable SettingValues instead, SettingValues values) {
    values.put(setting, setting.read(node, instead));
  }

  /** What of two records differs, by what that does in a running service; empty: nothing. */
  public Set<ReloadEffect> changes(R before, R after) {
    Set<ReloadEffect> result = EnumSet.noneOf(ReloadEffect.class);
    settings.keySet().forEach(setting -> result.addAll(changes(setting, before, after)));
    return result;
  }

  /** The settings that differ between two records in a way that has an effect. */
  public List<Setting<?>> changed(R before, R after, ReloadEffect effect) {
    return settings.keySet().stream()
        .filter(setting -> changes(setting, before, after).contains(effect))
        .<Setting<?>>map(setting -> setting)
        .toList();
  }

  /** Of a group within this one, each setting counts by itself. */
  private <T> Set<ReloadEffect> changes(Setting<T> setting, R before, R after) {
    T old = value(setting, before);
    T now = value(setting, after);
    if (old.equals(now)) {
      return Set.of();
    }
    return setting.kind() instanceof SettingGroup<T> group
        ? group.changes(old, now)
        : Set.of(setting.effect());
  }

  /** The value of one of the settings. */
  <T> T value(Setting<T> setting, R from) {
    Function<R, Object> get = settings.get(setting);
    if (get == null) {
      throw new IllegalArgumentException(setting.key() + " is no setting of " + record.getName());
    }
    @SuppressWarnings("unchecked") // the builder has compared the types
    T value = (T) get.apply(from);
    return value;
  }

  @Override
  public JavaType type() {
    return JavaType.of(record);
  }

  @Override
  public String expected() {
    return "an object";
  }

  @Override
  public Map<String, Object> write(R value, boolean reveal) {
    Map<String, Object> result = new LinkedHashMap<>();
    settings.keySet().forEach(setting -> result.put(setting.key(), write(setting, value, reveal)));
    return result;
  }

  private <T> @Nullable Object write(Setting<T> setting, R from, boolean reveal) {
    return setting.kind().write(value(setting, from), reveal);
  }

  @Override
  public Map<String, Object> schema() {
    return Schema.of(settings.keySet());
  }
}
