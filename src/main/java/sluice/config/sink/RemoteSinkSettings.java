package sluice.config.sink;

import static sluice.config.binding.ReloadEffect.SINK;

import java.time.Duration;
import java.util.List;
import sluice.config.binding.Setting;
import sluice.config.binding.SettingGroup;
import sluice.config.binding.SettingGroupBuilder;
import sluice.config.binding.TextTypes;
import sluice.config.binding.UnitTypes;
import sluice.core.message.MessageKind;

/** Description of the settings that all sinks with a far side have: {@code only} and two groups. */
public final class RemoteSinkSettings {
  /** How long a message waits at the most where nothing else is said. */
  public static final Duration MAX_AGE = Duration.ofDays(7);

  private static final SettingGroup<SpoolConfig> SPOOL = spoolGroup();

  private RemoteSinkSettings() {}

  /**
   * Which frames are told of.
   *
   * @param standard the default of a type of sinks
   */
  public static Setting<FrameChoice> only(FrameChoice standard) {
    return MessageSettings.only(standard);
  }

  /**
   * Filters, with the pictures that go along.
   *
   * @param kinds those that a type of sinks tells where nothing else is said
   */
  public static Setting<MessageFilters> filters(List<MessageKind> kinds) {
    SettingGroupBuilder<MessageFilters> settings = MessageSettings.group(kinds);
    settings.add(
        Setting.of(
            "pictures",
            "none",
            TextTypes.constant(MessagePictures.class),
            SINK,
            "Pictures that go along as JPEG: none, crop: the object of an event, frame: the whole"
                + " picture."));
    return MessageSettings.filters(settings.build());
  }

  /** Filters that let every kind of message through. */
  public static Setting<MessageFilters> filters() {
    return filters(MessageSettings.KINDS);
  }

  /** The spool. */
  public static Setting<SpoolConfig> spool() {
    return Setting.of(
        "spool",
        "{}",
        SPOOL,
        SINK,
        "Files below the data directory in which messages wait until they are acknowledged.");
  }

  private static SettingGroup<SpoolConfig> spoolGroup() {
    SettingGroupBuilder<SpoolConfig> settings = SettingGroup.builder(SpoolConfig.class);
    settings.add(
        Setting.of(
            "max-size",
            "256MiB",
            UnitTypes.size(1L << 20, 1L << 40),
            SINK,
            "Most that waits of one stream; above it the oldest messages are lost."));
    settings.add(
        Setting.of(
            "max-age",
            MAX_AGE.toDays() + "d",
            UnitTypes.duration(Duration.ofSeconds(1), Duration.ofDays(3_650)),
            SINK,
            "Age at which a message that nobody took is lost."));
    settings.add(
        Setting.of(
            "sync",
            "200ms",
            UnitTypes.duration(Duration.ZERO, Duration.ofMinutes(1)),
            SINK,
            "How long a message may be in the system's memory alone, and be lost where the power"
                + " fails; 0s: none is."));
    return settings.build();
  }
}
