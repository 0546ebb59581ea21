package sluice.config;

import static sluice.config.binding.ReloadEffect.AT_ONCE;

import java.util.Map;
import sluice.config.binding.CollectionTypes;
import sluice.config.binding.Setting;
import sluice.config.binding.SettingGroup;
import sluice.config.binding.SettingGroupBuilder;
import sluice.config.binding.TextTypes;
import sluice.config.settings.LogConfig;
import sluice.config.settings.LogConfig.Format;
import sluice.config.settings.LogConfig.Level;

/** Description of the settings of logging. */
final class LogSettings {
  private static final SettingGroupBuilder<LogConfig> SETTINGS =
      SettingGroup.builder(LogConfig.class);

  static final Setting<Format> FORMAT =
      SETTINGS.add(
          Setting.of(
              "format",
              "text",
              TextTypes.constant(Format.class),
              AT_ONCE,
              "How a line of the log looks: text for people, json for programs."));
  static final Setting<Level> LEVEL =
      SETTINGS.add(
          Setting.of(
              "level", "info", TextTypes.constant(Level.class), AT_ONCE, "What is worth a line."));
  static final Setting<Map<String, Level>> LEVELS =
      SETTINGS.add(
          Setting.of(
              "levels",
              "{}",
              new CollectionTypes.MapOf<>(
                  TextTypes.constant(Level.class),
                  "an object: a level for each logger or package, as in { sluice.video = debug }"),
              AT_ONCE,
              "Levels of single loggers or packages."));

  static final SettingGroup<LogConfig> GROUP = SETTINGS.build();

  private LogSettings() {}
}
