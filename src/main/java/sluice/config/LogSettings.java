package sluice.config;

import static sluice.config.binding.ReloadEffect.AT_ONCE;

import java.util.List;
import java.util.Map;
import sluice.config.binding.CollectionTypes;
import sluice.config.binding.Setting;
import sluice.config.binding.SettingGroup;
import sluice.config.binding.TextTypes;
import sluice.config.settings.LogConfig;
import sluice.config.settings.LogConfig.Format;
import sluice.config.settings.LogConfig.Level;

/** What is logged, and how. */
final class LogSettings {
  static final Setting<LogConfig, Format> FORMAT =
      Setting.of(
          "format",
          "text",
          TextTypes.constant(Format.class),
          LogConfig::format,
          AT_ONCE,
          "How a line of the log looks: text for people, json for programs.");
  static final Setting<LogConfig, Level> LEVEL =
      Setting.of(
          "level",
          "info",
          TextTypes.constant(Level.class),
          LogConfig::level,
          AT_ONCE,
          "What is worth a line.");
  static final Setting<LogConfig, Map<String, Level>> LEVELS =
      Setting.of(
          "levels",
          "{}",
          new CollectionTypes.MapOf<>(
              TextTypes.constant(Level.class),
              "an object: a level for each logger or package, as in { sluice.video = debug }"),
          LogConfig::levels,
          AT_ONCE,
          "Levels of single loggers or packages.");

  static final SettingGroup<LogConfig> GROUP =
      SettingGroup.of(
          List.of(FORMAT, LEVEL, LEVELS),
          (name, values) ->
              new LogConfig(values.get(FORMAT), values.get(LEVEL), values.get(LEVELS)));

  private LogSettings() {}
}
