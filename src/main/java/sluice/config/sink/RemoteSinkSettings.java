package sluice.config.sink;

import static sluice.config.binding.ReloadEffect.SINK;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.Set;
import sluice.config.binding.CollectionTypes;
import sluice.config.binding.NumberTypes;
import sluice.config.binding.OptionalTypes;
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

  private static final List<MessageKind> KINDS =
      Arrays.stream(MessageKind.values()).filter(kind -> kind != MessageKind.TEST).toList();

  private static final SettingGroup<SpoolConfig> SPOOL = spoolGroup();

  private RemoteSinkSettings() {}

  /**
   * Which frames are told of.
   *
   * @param standard the default of a type of sinks
   */
  public static Setting<FrameChoice> only(FrameChoice standard) {
    return Setting.of(
        "only",
        standard.name().toLowerCase(Locale.ROOT),
        TextTypes.constant(FrameChoice.class),
        SINK,
        "Which frames are told of: detections: those with something in them; changes: those at"
            + " which the number of objects changed, by label, and held for half a second; all:"
            + " every one.");
  }

  /**
   * Filters.
   *
   * @param kinds those that a type of sinks tells where nothing else is said
   */
  public static Setting<MessageFilters> filters(List<MessageKind> kinds) {
    return Setting.of("filters", "{}", filterGroup(kinds), SINK, "What is told, and what is not.");
  }

  /** Filters that let every kind of message through. */
  public static Setting<MessageFilters> filters() {
    return filters(KINDS);
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

  private static SettingGroup<MessageFilters> filterGroup(List<MessageKind> standard) {
    SettingGroupBuilder<MessageFilters> settings = SettingGroup.builder(MessageFilters.class);
    Setting<Set<MessageKind>> kinds =
        settings.add(
            Setting.of(
                "kinds",
                standard.stream().map(MessageKind::wireName).toList().toString(),
                new CollectionTypes.SetOf<>(
                    new CollectionTypes.ListOf<>(
                        TextTypes.constant(MessageKind.class, KINDS), "kinds of messages")),
                SINK,
                "Kinds of messages that are told."));
    settings.add(
        Setting.of(
            "labels",
            "[]",
            new CollectionTypes.SetOf<>(
                new CollectionTypes.ListOf<>(
                    TextTypes.text("a label", "\\P{Cntrl}{1,200}"), "labels")),
            SINK,
            "Labels of the objects that are told of; empty: all."));
    settings.add(
        Setting.of(
            "min-confidence",
            "0",
            NumberTypes.real(0, 1),
            SINK,
            "Least confidence of an object that is told of."));
    settings.add(
        Setting.of(
            "min-box",
            "0",
            NumberTypes.real(0, 1),
            SINK,
            "Least height of an object that is told of, as a part of the picture's."));
    settings.add(
        Setting.<OptionalDouble>optional(
            "max-rate",
            "no limit",
            OptionalTypes.ofDouble(NumberTypes.real(0.001, 1_000)),
            SINK,
            "Most messages of frames a second and stream; the newest is told."));
    settings.add(
        Setting.of(
            "heartbeat",
            "1m",
            UnitTypes.duration(Duration.ofSeconds(1), Duration.ofDays(1)),
            SINK,
            "Longest time without a message of a frame, where frames are told of at all."));
    settings.add(
        Setting.of(
            "pictures",
            "none",
            TextTypes.constant(MessagePictures.class),
            SINK,
            "Pictures that go along as JPEG: none, crop: the object of an event, frame: the whole"
                + " picture."));
    settings.rule(
        (values, node) -> {
          if (values.get(kinds).isEmpty()) {
            node.child(kinds.key()).refuse("at least one kind");
          }
        });
    return settings.build();
  }
}
