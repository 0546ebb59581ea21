package sluice.stage.sink.jsonl;

import static sluice.config.binding.ReloadEffect.SINK;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import sluice.config.binding.NumberTypes;
import sluice.config.binding.OptionalTypes;
import sluice.config.binding.Setting;
import sluice.config.binding.SettingGroup;
import sluice.config.binding.SettingGroupBuilder;
import sluice.config.binding.TextTypes;
import sluice.config.binding.UnionType;
import sluice.config.binding.UnitTypes;
import sluice.config.sink.FrameChoice;
import sluice.config.sink.MessageSettings;
import sluice.core.message.MessageKind;

/** Description of the settings of files of JSON Lines. */
final class JsonLinesSinkSettings {
  private static final SettingGroupBuilder<JsonLinesSinkConfig> SETTINGS =
      SettingGroup.builder(JsonLinesSinkConfig.class);

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

  static {
    SETTINGS.add(MessageSettings.only(FrameChoice.ALL));
    SETTINGS.add(MessageSettings.filters(List.of(MessageKind.DETECTIONS)));
  }

  static final UnionType.Variant<JsonLinesSinkConfig> VARIANT =
      new UnionType.Variant<>(
          "json-lines", "files with one JSON object in a line", SETTINGS.name("name").build());

  private JsonLinesSinkSettings() {}
}
