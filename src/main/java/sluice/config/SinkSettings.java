package sluice.config;

import static sluice.config.binding.ReloadEffect.SINK;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import sluice.config.binding.ConfigNode;
import sluice.config.binding.JavaType;
import sluice.config.binding.NumberTypes;
import sluice.config.binding.ObjectType;
import sluice.config.binding.OptionalTypes;
import sluice.config.binding.ReloadEffect;
import sluice.config.binding.Setting;
import sluice.config.binding.SettingGroup;
import sluice.config.binding.SettingGroupBuilder;
import sluice.config.binding.TextTypes;
import sluice.config.binding.UnitTypes;
import sluice.config.binding.ValueType;
import sluice.config.settings.SinkConfig;
import sluice.config.settings.SinkConfig.JsonLines;

/** Description of the settings of sinks. */
final class SinkSettings {
  private static final SettingGroupBuilder<JsonLines> SETTINGS =
      SettingGroup.builder(JsonLines.class);

  private static final String JSON_LINES_TYPE = "json-lines";

  static final Setting<String> TYPE =
      SETTINGS.addConstant(
          Setting.required(
              "type",
              TextTypes.oneOf(List.of(JSON_LINES_TYPE)),
              SINK,
              "What kind of sink it is. json-lines: files with one JSON object a frame."),
          JSON_LINES_TYPE);
  static final Setting<String> PATH =
      SETTINGS.add(
          Setting.required(
              "path",
              TextTypes.text(
                  "a path with {stream} in it, which stands for the stream's id",
                  "\\P{Cntrl}*\\{stream\\}\\P{Cntrl}*"),
              SINK,
              "The file that is being written; {stream} stands for the stream's id. Closed files"
                  + " lie beside it."));
  static final Setting<Long> MAX_SIZE =
      SETTINGS.add(
          Setting.of(
              "max-size",
              "100MiB",
              UnitTypes.size(1L << 10, 1L << 40),
              SINK,
              "Size at which a file is closed and the next one begun."));
  static final Setting<Boolean> DAILY =
      SETTINGS.add(
          Setting.of(
              "daily",
              "true",
              TextTypes.flag(),
              SINK,
              "Whether a file is also closed at the end of the day, by the system's time zone."));
  static final Setting<OptionalInt> KEEP_FILES =
      SETTINGS.add(
          Setting.optional(
              "keep-files",
              "any number",
              OptionalTypes.ofInt(NumberTypes.whole(1, 100_000)),
              SINK,
              "How many closed files of each stream are kept; the oldest are deleted."));
  static final Setting<Optional<Duration>> KEEP_AGE =
      SETTINGS.add(
          Setting.of(
              "keep-age",
              "30d",
              OptionalTypes.of(UnitTypes.duration(Duration.ofMinutes(1), Duration.ofDays(36_500))),
              SINK,
              "Age at which a closed file is deleted; null: never."));
  static final Setting<Boolean> COMPRESS =
      SETTINGS.add(
          Setting.of(
              "compress",
              "true",
              TextTypes.flag(),
              SINK,
              "Whether closed files are compressed with gzip."));

  static final SettingGroup<JsonLines> JSON_LINES = SETTINGS.name("name").build();

  private SinkSettings() {}

  /** Sinks of every type. */
  record Entry() implements ValueType<SinkConfig>, ObjectType {
    @Override
    public JavaType type() {
      return JavaType.of(SinkConfig.class);
    }

    @Override
    public List<Setting<?>> settings() {
      return JSON_LINES.settings();
    }

    @Override
    public @Nullable SinkConfig read(ConfigNode node) {
      return JSON_LINES.read(node);
    }

    @Override
    public String expected() {
      return JSON_LINES.expected();
    }

    @Override
    public Object write(SinkConfig value, boolean reveal) {
      return switch (value) {
        case JsonLines sink -> JSON_LINES.write(sink, reveal);
      };
    }

    @Override
    public Map<String, Object> schema() {
      return JSON_LINES.schema();
    }
  }

  /** The effects of what differs between two sinks; of another type, it is opened anew. */
  static Set<ReloadEffect> changes(SinkConfig before, SinkConfig after) {
    return switch (before) {
      case JsonLines old ->
          after instanceof JsonLines now ? JSON_LINES.changes(old, now) : Set.of(SINK);
    };
  }

  /** Two sinks must not write the same files. */
  static void requireOwnFiles(Map<String, SinkConfig> sinks, ConfigNode node) {
    Map<String, String> seen = new LinkedHashMap<>();
    sinks.forEach(
        (name, sink) -> {
          if (sink instanceof JsonLines lines) {
            String other = seen.putIfAbsent(lines.path(), name);
            if (other != null) {
              node.child(name).child(PATH.key()).refuse("another path than that of " + other);
            }
          }
        });
  }
}
