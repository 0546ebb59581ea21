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
import sluice.config.binding.ValueType;
import sluice.core.message.MessageKind;

/** Description of the settings that say what any sink is told: {@code only} and {@code filters}. */
public final class MessageSettings {
  /** What can be told. */
  static final List<MessageKind> KINDS =
      Arrays.stream(MessageKind.values()).filter(kind -> kind != MessageKind.TEST).toList();

  private MessageSettings() {}

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
   * Filters of a sink that takes no pictures.
   *
   * @param kinds those that a type of sinks tells where nothing else is said
   */
  public static Setting<MessageFilters> filters(List<MessageKind> kinds) {
    return filters(
        group(kinds).component("pictures", MessagePictures.class, MessagePictures.NONE).build());
  }

  /** Filters that consist of these settings. */
  static Setting<MessageFilters> filters(SettingGroup<MessageFilters> group) {
    return Setting.of("filters", "{}", group, SINK, "What is told, and what is not.");
  }

  /** Filters without a setting of pictures. */
  static SettingGroupBuilder<MessageFilters> group(List<MessageKind> standard) {
    SettingGroupBuilder<MessageFilters> settings = SettingGroup.builder(MessageFilters.class);
    ValueType<MessageKind> kind = TextTypes.constant(MessageKind.class, KINDS);
    Setting<Set<MessageKind>> kinds =
        settings.add(
            Setting.of(
                "kinds",
                standard.stream().map(MessageKind::wireName).toList().toString(),
                new CollectionTypes.SetOf<>(
                    new CollectionTypes.ListOf<>(kind, "kinds of messages")),
                SINK,
                "Kinds of messages that are told, each of them %s.".formatted(kind.expected())));
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
    settings.rule(
        (values, node) -> {
          if (values.get(kinds).isEmpty()) {
            node.child(kinds.key()).refuse("at least one kind");
          }
        });
    return settings;
  }
}
