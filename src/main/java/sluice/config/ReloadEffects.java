package sluice.config;

import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import sluice.config.binding.ReloadEffect;
import sluice.config.binding.Setting;
import sluice.config.binding.SettingGroup;
import sluice.config.binding.UnionType;
import sluice.config.settings.ModelConfig;
import sluice.config.settings.ServiceConfig;
import sluice.config.settings.StreamConfig;
import sluice.config.sink.SinkConfig;

/**
 * Reload effects of a changed configuration: what the service has to do about it, as the
 * descriptions of the settings say.
 */
public final class ReloadEffects {
  // What differs doesn't depend on the tables: a sink has the settings of its type.
  private static final SettingGroup<ServiceConfig> SERVICE =
      ServiceSettings.group(SettingTables.NONE);
  private static final SettingGroup<ModelConfig> MODEL = ModelSettings.group(List.of());
  private static final UnionType<SinkConfig> SINK = SinkSettings.union(List.of());

  private ReloadEffects() {}

  /** The effects of a stream's changed settings; its sinks count by their names alone. */
  public static Set<ReloadEffect> ofStream(StreamConfig before, StreamConfig after) {
    return StreamSettings.GROUP.changes(before, after);
  }

  /**
   * The effects of changed settings of sinks.
   *
   * @param after of the same names in the same order; others are an effect of the stream's settings
   */
  public static Set<ReloadEffect> ofSinks(List<SinkConfig> before, List<SinkConfig> after) {
    Set<ReloadEffect> effects = EnumSet.noneOf(ReloadEffect.class);
    for (int i = 0; i < Math.min(before.size(), after.size()); i++) {
      effects.addAll(SINK.changes(before.get(i), after.get(i)));
    }
    return effects;
  }

  /** The sections that differ in a way that only the next start of the service takes over. */
  public static List<String> atNextStart(ServiceConfig before, ServiceConfig after) {
    return SERVICE.changed(before, after, ReloadEffect.SERVICE).stream().map(Setting::key).toList();
  }

  /**
   * The settings that a compiled model is made of, by their keys: two models of which they are
   * equal may share one, whatever their names are. Values are those of the configuration's JSON.
   */
  public static Map<String, Object> compiledFrom(ModelConfig model) {
    Map<String, Object> settings = MODEL.write(model, true);
    for (Setting<?> setting : MODEL.settings()) {
      if (setting.effect() != ReloadEffect.MODEL) {
        settings.remove(setting.key());
      }
    }
    return settings;
  }
}
