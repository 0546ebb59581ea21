package sluice.config.binding;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/**
 * An object with known keys that becomes a record.
 *
 * @param <R> the record
 * @param settings its keys, in the order of the reference page
 * @param rule reports what is wrong with values that are fine by themselves; called when all could
 *     be read
 * @param make makes the record of the name of its object and the values
 */
public record SettingGroup<R>(
    List<Setting<R, ?>> settings,
    BiConsumer<SettingValues, ConfigNode> rule,
    BiFunction<String, SettingValues, R> make)
    implements ValueType<R>, ObjectType {

  public SettingGroup {
    settings = List.copyOf(settings);
  }

  /** A group whose values need no look at each other. */
  public static <R> SettingGroup<R> of(
      List<Setting<R, ?>> settings, BiFunction<String, SettingValues, R> make) {
    return new SettingGroup<>(settings, (values, node) -> {}, make);
  }

  @Override
  public @Nullable R read(ConfigNode node) {
    return read(node, null, node.name());
  }

  /** Reads a record; values that aren't given are taken from others that were read before. */
  public @Nullable R read(ConfigNode node, @Nullable SettingValues instead, String name) {
    int before = node.document().problemCount();
    SettingValues values = readValues(node, settings, instead);
    if (values == null || !settings.stream().allMatch(values::has)) {
      return null;
    }
    rule.accept(values, node);
    return node.document().problemCount() > before ? null : make.apply(name, values);
  }

  /**
   * Reads the values of some settings; other keys are problems.
   *
   * @return null when there is no object
   */
  public static <R> @Nullable SettingValues readValues(
      ConfigNode node,
      Collection<? extends Setting<R, ?>> settings,
      @Nullable SettingValues instead) {
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
      Setting<?, T> setting,
      ConfigNode node,
      @Nullable SettingValues instead,
      SettingValues values) {
    values.put(setting, setting.read(node, instead));
  }

  @Override
  public String expected() {
    return "an object";
  }

  @Override
  public Map<String, Object> write(R value, boolean reveal) {
    Map<String, Object> result = new LinkedHashMap<>();
    for (Setting<R, ?> setting : settings) {
      result.put(setting.key(), setting.write(value, reveal));
    }
    return result;
  }

  @Override
  public Map<String, Object> schema() {
    Map<String, Object> properties = new LinkedHashMap<>();
    List<String> required = new ArrayList<>();
    for (Setting<R, ?> setting : settings) {
      properties.put(setting.key(), Schema.of(setting));
      if (setting.standard().isEmpty()) {
        required.add(setting.key());
      }
    }
    return Schema.object(properties, required);
  }
}
