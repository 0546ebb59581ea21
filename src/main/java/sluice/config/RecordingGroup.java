package sluice.config;

import static sluice.config.binding.ReloadEffect.AT_ONCE;
import static sluice.config.binding.ReloadEffect.SERVICE;
import static sluice.config.binding.ReloadEffect.STREAM;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import sluice.config.binding.OptionalTypes;
import sluice.config.binding.PathType;
import sluice.config.binding.Setting;
import sluice.config.binding.SettingGroup;
import sluice.config.binding.SettingGroupBuilder;
import sluice.config.binding.TextTypes;
import sluice.config.binding.UnitTypes;
import sluice.config.binding.ValueType;
import sluice.config.settings.RecordingConfig;
import sluice.core.recording.RecordingMode;
import sluice.core.recording.RecordingSettings;
import sluice.core.source.SourceAddress;

/** Description of the settings of recordings: of their store, and those that each stream has. */
final class RecordingGroup {
  private static final long MIB = 1L << 20;
  private static final long PIB = 1L << 50;

  private static final RecordingSettings STANDARD = RecordingSettings.OFF;

  private static final SettingGroupBuilder<RecordingConfig> SETTINGS =
      SettingGroup.builder(RecordingConfig.class);
  private static final SettingGroupBuilder<RecordingSettings> STREAM_SETTINGS =
      SettingGroup.builder(RecordingSettings.class);

  static final Setting<Optional<Path>> PATH =
      SETTINGS.add(
          Setting.optional(
              "path",
              "the folder recordings in data-dir",
              OptionalTypes.of(PathType.any("a folder")),
              SERVICE,
              "Folder of the recordings, on a disk of this machine. What is in it is kept, deleted"
                  + " and counted by this service alone."));
  static final Setting<Long> MAX_SIZE =
      SETTINGS.add(
          Setting.of(
                  "max-size",
                  "50GiB",
                  UnitTypes.size(10 * MIB, PIB),
                  AT_ONCE,
                  "What the recordings of all streams may take together; the oldest files are"
                      + " deleted for it, those with motion after others, and those of events"
                      + " last.")
              .inComponent("maxBytes"));
  static final Setting<Long> MIN_FREE =
      SETTINGS.add(
          Setting.of(
                  "min-free",
                  "2GiB",
                  UnitTypes.size(0, PIB),
                  AT_ONCE,
                  "What stays free on their disk, whoever else fills it; the oldest files are"
                      + " deleted for it, and nothing is recorded where that isn't enough.")
              .inComponent("minFreeBytes"));
  static final Setting<Duration> MAX_AGE =
      SETTINGS.add(
          Setting.of(
              "max-age",
              "30d",
              age(),
              AT_ONCE,
              "Age at which a file of any stream is deleted, whatever room there is."));

  static final Setting<RecordingMode> STREAM_MODE =
      STREAM_SETTINGS.add(
          Setting.of(
              "mode",
              "off",
              TextTypes.constant(RecordingMode.class),
              STREAM,
              "What of the stream is recorded, as its source sends it: nothing is encoded anew."
                  + " events: what is before, in and after its events; continuous: all. Events are"
                  + " kept in both. Not for folders and globs of pictures, which have nothing to"
                  + " copy."));
  static final Setting<Optional<SourceAddress>> STREAM_SOURCE =
      STREAM_SETTINGS.add(
          Setting.optional(
              "source",
              "the stream's source",
              OptionalTypes.of(new RecordingSourceType()),
              STREAM,
              "Address whose video is recorded in place of the stream's source, over a connection"
                  + " of its own: a camera's main stream, where source is a smaller one for"
                  + " detection. Where it is on the same machine as source, user, password, tls and"
                  + " tls-fingerprint of the stream count for it too; transport does anywhere."));
  static final Setting<Boolean> STREAM_AUDIO =
      STREAM_SETTINGS.add(
          Setting.of(
              "audio",
              "" + STANDARD.audio(),
              TextTypes.flag(),
              STREAM,
              "Whether the source's sound is recorded too, where it is one that MP4 takes and"
                  + " browsers play."));
  static final Setting<Duration> STREAM_SEGMENT =
      STREAM_SETTINGS.add(
          Setting.of(
              "segment",
              UnitTypes.print(STANDARD.segment()),
              UnitTypes.duration(Duration.ofSeconds(2), Duration.ofMinutes(10)),
              STREAM,
              "How long a file is; it ends with the first key frame after that. What is kept or"
                  + " deleted is whole files."));
  static final Setting<Optional<Duration>> STREAM_MAX_AGE =
      STREAM_SETTINGS.add(
          Setting.optional(
              "max-age",
              "sluice.recording.max-age",
              OptionalTypes.of(age()),
              STREAM,
              "Age at which a file of this stream is deleted that belongs to no event and in which"
                  + " nothing is known to move; where"
                  + " sluice.recording.max-age is"
                  + " less, that holds."));

  static final Setting<Optional<Duration>> STREAM_KEEP_MOTION =
      STREAM_SETTINGS.add(
          Setting.optional(
              "keep-motion",
              "max-age",
              OptionalTypes.of(age()),
              STREAM,
              "Age at which a file of this stream is deleted in which something moved and that"
                  + " belongs to no event, as far as motion.enabled lets that be known. Where"
                  + " max-age is more, that holds; where sluice.recording.max-age is less, that."));

  static final Setting<Duration> STREAM_PRE_ROLL =
      STREAM_SETTINGS.add(
          Setting.of(
              "pre-roll",
              UnitTypes.print(STANDARD.preRoll()),
              roll(),
              STREAM,
              "How much video before an event belongs to it, from the key frame before that on. In"
                  + " mode events so much, 10 s more and up to 32 MiB, is held in memory."));
  static final Setting<Duration> STREAM_POST_ROLL =
      STREAM_SETTINGS.add(
          Setting.of(
              "post-roll",
              UnitTypes.print(STANDARD.postRoll()),
              roll(),
              STREAM,
              "How much video after an event belongs to it. An event's end is known 5 s later; in"
                  + " mode events so much is recorded at least."));
  static final Setting<Duration> STREAM_KEEP_EVENTS =
      STREAM_SETTINGS.add(
          Setting.of(
              "keep-events",
              UnitTypes.print(STANDARD.keepEvents()),
              age(),
              STREAM,
              "Age at which an event of this stream is deleted, and the video that was recorded for"
                  + " it; where sluice.recording.max-age is less, that holds. What is locked"
                  + " stays."));

  static final SettingGroup<RecordingConfig> GROUP = SETTINGS.build();
  static final SettingGroup<RecordingSettings> STREAM_GROUP = STREAM_SETTINGS.build();

  private RecordingGroup() {}

  private static ValueType<Duration> roll() {
    return UnitTypes.duration(Duration.ZERO, Duration.ofMinutes(1));
  }

  private static ValueType<Duration> age() {
    return UnitTypes.duration(Duration.ofMinutes(1), Duration.ofDays(3_650));
  }
}
