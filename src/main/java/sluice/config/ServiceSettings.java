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
import sluice.config.binding.SettingGroupBuilder;
import sluice.config.binding.UnionType.Variant;
import sluice.config.binding.UnitTypes;
import sluice.config.settings.ClusterConfig;
import sluice.config.settings.HttpConfig;
import sluice.config.settings.LogConfig;
import sluice.config.settings.ModelConfig;
import sluice.config.settings.RecordingConfig;
import sluice.config.settings.RecoveryConfig;
import sluice.config.settings.SecurityConfig;
import sluice.config.settings.ServiceConfig;
import sluice.config.settings.ShutdownConfig;
import sluice.config.settings.StreamConfig;
import sluice.config.settings.StreamDefaults;
import sluice.config.settings.TracingConfig;
import sluice.config.sink.SinkConfig;
import sluice.core.model.ModelFamily;

/** Description of every setting of the service: the root of the schema. */
final class ServiceSettings {
  /** The key that all of it is under. */
  static final String ROOT = "sluice";

  private static final SettingGroupBuilder<ServiceConfig> SETTINGS =
      SettingGroup.builder(ServiceConfig.class);
  private static final SettingGroupBuilder<ShutdownConfig> SHUTDOWN_SETTINGS =
      SettingGroup.builder(ShutdownConfig.class);

  static final Setting<StreamDefaults> DEFAULTS =
      SETTINGS.add(
          Setting.of(
              "defaults",
              "{}",
              new StreamSettings.Defaults(),
              STREAM,
              "What streams take where they say nothing themselves."));

  /** Of no family: {@link #group} puts those in. */
  static final Setting<Map<String, ModelConfig>> MODELS = SETTINGS.add(models(List.of()));

  static final Setting<Map<String, StreamConfig>> STREAMS =
      SETTINGS.add(
          Setting.of(
              "streams",
              "{}",
              new CollectionTypes.Entries<>(new StreamSettings.Entry(), "stream"),
              STREAM,
              "Streams by id."));

  /** Of no type: {@link #group} puts those in. */
  static final Setting<Map<String, SinkConfig>> SINKS = SETTINGS.add(sinks(List.of()));

  static final Setting<HttpConfig> HTTP =
      SETTINGS.add(Setting.of("http", "{}", HttpSettings.GROUP, SERVICE, "The HTTP server."));
  static final Setting<RecoveryConfig> RECOVERY =
      SETTINGS.add(
          Setting.of(
              "recovery",
              "{}",
              RecoverySettings.GROUP,
              SERVICE,
              "When something counts as broken, and how it is tried again."));
  static final Setting<SecurityConfig> SECURITY =
      SETTINGS.add(
          Setting.of("security", "{}", SecuritySettings.GROUP, AT_ONCE, "What sources may be."));
  static final Setting<LogConfig> LOG =
      SETTINGS.add(Setting.of("log", "{}", LogSettings.GROUP, AT_ONCE, "What is logged, and how."));
  static final Setting<Duration> TIMEOUT =
      SHUTDOWN_SETTINGS.add(
          Setting.of(
              "timeout",
              "20s",
              UnitTypes.duration(Duration.ofSeconds(1), Duration.ofHours(1)),
              AT_ONCE,
              "Within which frames in flight and files are finished; what is left then is given"
                  + " up."));
  static final Setting<ShutdownConfig> SHUTDOWN =
      SETTINGS.add(
          Setting.of(
              "shutdown", "{}", SHUTDOWN_SETTINGS.build(), AT_ONCE, "How the service ends."));
  static final Setting<TracingConfig> TRACING =
      SETTINGS.add(
          Setting.of(
              "tracing",
              "{}",
              TracingSettings.GROUP,
              SERVICE,
              "Traces of chosen frames, by OpenTelemetry."));
  static final Setting<ClusterConfig> CLUSTER =
      SETTINGS.add(
          Setting.of(
              "cluster",
              "{}",
              ClusterSettings.GROUP,
              SERVICE,
              "Several machines that share the streams. The file is the same on all of them; what"
                  + " differs comes from the environment."));
  static final Setting<RecordingConfig> RECORDING =
      SETTINGS.add(
          Setting.of(
              "recording",
              "{}",
              RecordingGroup.GROUP,
              SERVICE,
              "The store of recordings, for streams whose recording is enabled."));
  static final Setting<Path> DATA_DIR =
      SETTINGS.add(
          Setting.optional(
              "data-dir",
              "$STATE_DIRECTORY, else $XDG_STATE_HOME/sluice, else ~/.local/state/sluice",
              new DataDirectory(),
              SERVICE,
              "Folder for what must survive a restart: streams added through the API, pauses,"
                  + " counts of lines; recordings, where recording.path names no other."));
  static final Setting<Boolean> STREAM_DISPATCHER =
      SETTINGS.addConstant(
          Setting.of(
              "stream-dispatcher",
              "{}",
              new OpaqueType(),
              SERVICE,
              "Where stream stages run, in the words of Pekko's dispatchers."),
          true);

  private ServiceSettings() {}

  /**
   * All settings.
   *
   * @param tables of the families that a model may be of, and of the types that a sink may be of
   */
  static SettingGroup<ServiceConfig> group(SettingTables tables) {
    Setting<Map<String, SinkConfig>> sinks = sinks(tables.sinks());
    return SETTINGS
        .copy()
        .replace(models(tables.families()))
        .replace(sinks)
        .rule(
            (values, node) ->
                SinkSettings.requireOwnResources(values.get(sinks), node.child(sinks.key())))
        .build();
  }

  private static Setting<Map<String, ModelConfig>> models(List<ModelFamily> families) {
    return Setting.of(
        "models",
        "{ person-detection-hog {} }",
        new CollectionTypes.Entries<>(ModelSettings.group(families), "model"),
        MODEL,
        "Models by name.");
  }

  private static Setting<Map<String, SinkConfig>> sinks(List<Variant<? extends SinkConfig>> types) {
    return Setting.of(
        "sinks",
        "{}",
        new CollectionTypes.Entries<>(SinkSettings.union(types), "sink"),
        SINK,
        "Where results go, by name.");
  }
}
