package sluice.config.binding;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Function;

/**
 * Builder of a {@link SettingGroup}. Settings are added where they are declared, so that a new one
 * takes a component of the record and one constant:
 *
 * <pre>{@code
 * private static final SettingGroupBuilder<LogConfig> SETTINGS =
 *     SettingGroup.builder(LogConfig.class);
 * static final Setting<Level> LEVEL = SETTINGS.add(Setting.of("level", "info", …));
 * static final SettingGroup<LogConfig> GROUP = SETTINGS.build();
 * }</pre>
 *
 * Their order is that of the reference page, and that in which they are read. For one thread.
 *
 * @param <R> the record
 */
public final class SettingGroupBuilder<R> {
  private final Class<R> record;
  private final Map<String, RecordBinding.ComponentValue> values = new LinkedHashMap<>();
  private final Map<String, Read<R>> settings = new LinkedHashMap<>();
  private BiConsumer<SettingValues, ConfigNode> rule = (read, node) -> {};

  SettingGroupBuilder(Class<R> record) {
    this.record = record;
  }

  /** Reads a setting's value from a record. */
  private interface Reader<R> {
    Object read(RecordBinding<R> binding, R from);
  }

  private record Read<R>(Setting<?> setting, Reader<R> reader) {}

  /** Another builder with the same settings, which can be added to by itself. */
  public SettingGroupBuilder<R> copy() {
    SettingGroupBuilder<R> copy = new SettingGroupBuilder<>(record);
    copy.values.putAll(values);
    copy.settings.putAll(settings);
    copy.rule = rule;
    return copy;
  }

  /**
   * Puts a setting in the place of the one with its key, such as one whose values are only known
   * later.
   *
   * @throws IllegalArgumentException when there is none
   */
  public SettingGroupBuilder<R> replace(Setting<?> setting) {
    if (!settings.containsKey(setting.key())) {
      throw new IllegalArgumentException("no setting has the key " + setting.key());
    }
    settings.put(setting.key(), read(setting));
    values.put(setting.component(), value(setting));
    return this;
  }

  /**
   * Adds a setting, whose value its {@link Setting#component} keeps.
   *
   * @return the setting
   * @throws IllegalArgumentException for a key or component that was added before
   */
  public <T> Setting<T> add(Setting<T> setting) {
    add(read(setting));
    put(setting.component(), value(setting));
    return setting;
  }

  private static <R> Read<R> read(Setting<?> setting) {
    return new Read<>(setting, (binding, from) -> binding.read(from, setting.component()));
  }

  private static <T> Given value(Setting<T> setting) {
    return new Given(
        setting.kind().type(),
        "the setting " + setting.key(),
        (name, values) -> values.get(setting));
  }

  /**
   * Adds a setting that has the same value for every record of the group, so that no component
   * keeps it.
   *
   * @return the setting
   */
  public <T> Setting<T> addConstant(Setting<T> setting, T value) {
    add(new Read<>(setting, (binding, from) -> value));
    return setting;
  }

  private void add(Read<R> added) {
    if (settings.put(added.setting().key(), added) != null) {
      throw new IllegalArgumentException("two settings have the key " + added.setting().key());
    }
  }

  /** The component that keeps the name of the object. */
  public SettingGroupBuilder<R> name(String component) {
    put(component, new Given(JavaType.of(String.class), "the name", (name, read) -> name));
    return this;
  }

  /** A component that no setting gives a value. */
  public <T> SettingGroupBuilder<R> component(String component, Class<T> type, T value) {
    put(component, new Given(JavaType.of(type), "the constant", (name, read) -> value));
    return this;
  }

  /** Adds the settings of another group, as keys beside the others, for one component. */
  public <C> SettingGroupBuilder<R> embed(String component, SettingGroup<C> group) {
    group
        .settings()
        .forEach(
            setting ->
                add(
                    new Read<>(
                        setting,
                        (binding, from) ->
                            valueIn(group, setting, binding.read(from, component)))));
    put(component, new Given(group.type(), "the group", group::make));
    BiConsumer<SettingValues, ConfigNode> before = rule;
    rule = before.andThen(group.rule());
    return this;
  }

  @SuppressWarnings("unchecked") // the binding compares the component's type with the group's
  private static <C> Object valueIn(SettingGroup<C> group, Setting<?> setting, Object embedded) {
    return group.value(setting, (C) embedded);
  }

  /**
   * Adds validation across settings.
   *
   * @param check reports what is wrong with values that are fine by themselves; called when all
   *     could be read
   */
  public SettingGroupBuilder<R> rule(BiConsumer<SettingValues, ConfigNode> check) {
    rule = rule.andThen(check);
    return this;
  }

  private void put(String component, Given value) {
    if (values.put(component, value) != null) {
      throw new IllegalArgumentException("two values for the component " + component);
    }
  }

  private interface Value {
    Object of(String name, SettingValues read);
  }

  private record Given(JavaType type, String description, Value value)
      implements RecordBinding.ComponentValue {
    @Override
    public Object of(String name, SettingValues read) {
      return value.of(name, read);
    }
  }

  /**
   * The group.
   *
   * @throws IllegalArgumentException when the settings don't fit the record: a component without a
   *     value, a setting without a component, or one of another type
   */
  public SettingGroup<R> build() {
    RecordBinding<R> binding = RecordBinding.of(record, values);
    Map<Setting<?>, Function<R, Object>> readers = new LinkedHashMap<>();
    settings
        .values()
        .forEach(each -> readers.put(each.setting(), from -> each.reader().read(binding, from)));
    return new SettingGroup<>(record, readers, binding, rule);
  }
}
