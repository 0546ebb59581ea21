package sluice.config;

import static sluice.config.binding.ReloadEffect.AT_ONCE;
import static sluice.config.binding.ReloadEffect.MODEL;
import static sluice.config.binding.ReloadEffect.SERVICE;
import static sluice.config.binding.ReloadEffect.SINK;
import static sluice.config.binding.ReloadEffect.STREAM;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import sluice.config.binding.CollectionTypes;
import sluice.config.binding.OpaqueType;
import sluice.config.binding.Setting;
import sluice.config.binding.SettingGroup;
import sluice.config.binding.UnitTypes;
import sluice.config.settings.HttpConfig;
import sluice.config.settings.LogConfig;
import sluice.config.settings.ModelConfig;
import sluice.config.settings.RecoveryConfig;
import sluice.config.settings.SecurityConfig;
import sluice.config.settings.ServiceConfig;
import sluice.config.settings.ShutdownConfig;
import sluice.config.settings.SinkConfig;
import sluice.config.settings.StreamConfig;
import sluice.config.settings.StreamDefaults;
import sluice.core.ModelFamily;

/** Every setting of the service: the root of the description. */
final class ServiceSettings {
  /** The key that all of it is under. */
  static final String ROOT = "sluice";

  /** The key of the models, whose settings depend on the families that there are. */
  static final String MODELS = "models";

  static final Setting<ServiceConfig, Path> DATA_DIR =
      Setting.optional(
          "data-dir",
          "$STATE_DIRECTORY, else $XDG_STATE_HOME/sluice, else ~/.local/state/sluice",
          new DataDirectory(),
          ServiceConfig::dataDir,
          SERVICE,
          "Folder for what must survive a restart: streams added through the API, pauses.");
  static final Setting<ServiceConfig, StreamDefaults> DEFAULTS =
      Setting.of(
          "defaults",
          "{}",
          new StreamSettings.Defaults(),
          ServiceConfig::defaults,
          STREAM,
          "What streams take where they say nothing themselves.");
  static final Setting<ServiceConfig, Map<String, StreamConfig>> STREAMS =
      Setting.of(
          "streams",
          "{}",
          new CollectionTypes.Entries<>(new StreamSettings.Entry(), "stream"),
          ServiceConfig::streams,
          STREAM,
          "Streams by id.");
  static final Setting<ServiceConfig, Map<String, SinkConfig>> SINKS =
      Setting.of(
          "sinks",
          "{}",
          new CollectionTypes.Entries<>(new SinkSettings.Entry(), "sink"),
          ServiceConfig::sinks,
          SINK,
          "Where results go, by name.");
  static final Setting<ServiceConfig, HttpConfig> HTTP =
      Setting.of(
          "http", "{}", HttpSettings.GROUP, ServiceConfig::http, SERVICE, "The HTTP server.");
  static final Setting<ServiceConfig, RecoveryConfig> RECOVERY =
      Setting.of(
          "recovery",
          "{}",
          RecoverySettings.GROUP,
          ServiceConfig::recovery,
          SERVICE,
          "When something counts as broken, and how it is tried again.");
  static final Setting<ServiceConfig, SecurityConfig> SECURITY =
      Setting.of(
          "security",
          "{}",
          SecuritySettings.GROUP,
          ServiceConfig::security,
          AT_ONCE,
          "What sources may be.");
  static final Setting<ServiceConfig, LogConfig> LOG =
      Setting.of(
          "log", "{}", LogSettings.GROUP, ServiceConfig::log, AT_ONCE, "What is logged, and how.");
  static final Setting<ShutdownConfig, Duration> TIMEOUT =
      Setting.of(
          "timeout",
          "20s",
          UnitTypes.duration(Duration.ofSeconds(1), Duration.ofHours(1)),
          ShutdownConfig::timeout,
          AT_ONCE,
          "Within which frames in flight and files are finished; what is left then is given up.");
  static final Setting<ServiceConfig, ShutdownConfig> SHUTDOWN =
      Setting.of(
          "shutdown",
          "{}",
          SettingGroup.of(
              List.of(TIMEOUT), (name, values) -> new ShutdownConfig(values.get(TIMEOUT))),
          ServiceConfig::shutdown,
          AT_ONCE,
          "How the service ends.");
  static final Setting<ServiceConfig, Boolean> STREAM_DISPATCHER =
      Setting.of(
          "stream-dispatcher",
          "{}",
          new OpaqueType(),
          config -> true,
          SERVICE,
          "Where stream stages run, in the words of Pekko's dispatchers.");

  private ServiceSettings() {}

  /**
   * All settings.
   *
   * @param families those that a model may be of
   */
  static SettingGroup<ServiceConfig> group(List<ModelFamily> families) {
    Setting<ServiceConfig, Map<String, ModelConfig>> models = models(families);
    return new SettingGroup<>(
        List.of(
            DEFAULTS,
            models,
            STREAMS,
            SINKS,
            HTTP,
            RECOVERY,
            SECURITY,
            LOG,
            SHUTDOWN,
            DATA_DIR,
            STREAM_DISPATCHER),
        (values, node) -> SinkSettings.requireOwnFiles(values.get(SINKS), node.child(SINKS.key())),
        (name, values) ->
            new ServiceConfig(
                values.get(models),
                values.get(STREAMS),
                values.get(SINKS),
                values.get(DEFAULTS),
                values.get(HTTP),
                values.get(RECOVERY),
                values.get(SECURITY),
                values.get(LOG),
                values.get(SHUTDOWN),
                values.get(DATA_DIR)));
  }

  private static Setting<ServiceConfig, Map<String, ModelConfig>> models(
      List<ModelFamily> families) {
    return Setting.of(
        MODELS,
        "{ person-detection-hog {} }",
        new CollectionTypes.Entries<>(ModelSettings.group(families), "model"),
        ServiceConfig::models,
        MODEL,
        "Models by name.");
  }
}
