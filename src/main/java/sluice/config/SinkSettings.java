package sluice.config;

import static sluice.config.binding.ReloadEffect.SINK;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import sluice.config.binding.ConfigNode;
import sluice.config.binding.NumberTypes;
import sluice.config.binding.ObjectType;
import sluice.config.binding.OptionalTypes;
import sluice.config.binding.Setting;
import sluice.config.binding.SettingGroup;
import sluice.config.binding.TextTypes;
import sluice.config.binding.UnitTypes;
import sluice.config.binding.ValueType;
import sluice.config.settings.SinkConfig;
import sluice.config.settings.SinkConfig.JsonLines;

/** The settings of sinks. */
final class SinkSettings {
  private static final String JSON_LINES_TYPE = "json-lines";

  static final Setting<JsonLines, String> TYPE =
      Setting.required(
          "type",
          TextTypes.oneOf(List.of(JSON_LINES_TYPE)),
          sink -> JSON_LINES_TYPE,
          SINK,
          "What kind of sink it is. json-lines: files with one JSON object a frame.");
  static final Setting<JsonLines, String> PATH =
      Setting.required(
          "path",
          TextTypes.text(
              "a path with {stream} in it, which stands for the stream's id",
              "\\P{Cntrl}*\\{stream\\}\\P{Cntrl}*"),
          JsonLines::path,
          SINK,
          "The file that is being written; {stream} stands for the stream's id. Closed files lie"
              + " beside it.");
  static final Setting<JsonLines, Long> MAX_SIZE =
      Setting.of(
          "max-size",
          "100MiB",
          UnitTypes.size(1L << 10, 1L << 40),
          JsonLines::maxSize,
          SINK,
          "Size at which a file is closed and the next one begun.");
  static final Setting<JsonLines, Boolean> DAILY =
      Setting.of(
          "daily",
          "true",
          TextTypes.flag(),
          JsonLines::daily,
          SINK,
          "Whether a file is also closed at the end of the day, by the system's time zone.");
  static final Setting<JsonLines, OptionalInt> KEEP_FILES =
      Setting.optional(
          "keep-files",
          "any number",
          OptionalTypes.ofInt(NumberTypes.whole(1, 100_000)),
          JsonLines::keepFiles,
          SINK,
          "How many closed files of each stream are kept; the oldest are deleted.");
  static final Setting<JsonLines, Optional<Duration>> KEEP_AGE =
      Setting.of(
          "keep-age",
          "30d",
          OptionalTypes.of(UnitTypes.duration(Duration.ofMinutes(1), Duration.ofDays(36_500))),
          JsonLines::keepAge,
          SINK,
          "Age at which a closed file is deleted; null: never.");
  static final Setting<JsonLines, Boolean> COMPRESS =
      Setting.of(
          "compress",
          "true",
          TextTypes.flag(),
          JsonLines::compress,
          SINK,
          "Whether closed files are compressed with gzip.");

  static final SettingGroup<JsonLines> JSON_LINES =
      SettingGroup.of(
          List.of(TYPE, PATH, MAX_SIZE, DAILY, KEEP_FILES, KEEP_AGE, COMPRESS),
          (name, values) ->
              new JsonLines(
                  name,
                  values.get(PATH),
                  values.get(MAX_SIZE),
                  values.get(DAILY),
                  values.get(KEEP_FILES),
                  values.get(KEEP_AGE),
                  values.get(COMPRESS)));

  private SinkSettings() {}

  /** Sinks of every type. */
  record Entry() implements ValueType<SinkConfig>, ObjectType {
    @Override
    public List<Setting<JsonLines, ?>> settings() {
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
