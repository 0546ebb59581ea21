package sluice.config;

import static sluice.config.binding.ReloadEffect.NEXT_FRAMES;

import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import sluice.config.binding.CollectionTypes;
import sluice.config.binding.ConfigNode;
import sluice.config.binding.NumberTypes;
import sluice.config.binding.OptionalTypes;
import sluice.config.binding.Setting;
import sluice.config.binding.SettingGroup;
import sluice.config.binding.SettingGroupBuilder;
import sluice.config.binding.SettingValues;
import sluice.config.binding.TextTypes;
import sluice.config.binding.UnitTypes;
import sluice.core.Direction;
import sluice.core.Point;
import sluice.core.scene.LineSettings;

/** Description of the settings of a line that objects cross. */
final class LineGroup {
  private static final SettingGroupBuilder<LineSettings> SETTINGS =
      SettingGroup.builder(LineSettings.class);

  static final Setting<Point> FROM =
      SETTINGS.add(
          Setting.required(
              "from", new PointType(), NEXT_FRAMES, "Where the arrow of the line begins."));
  static final Setting<Point> TO =
      SETTINGS.add(
          Setting.required(
              "to",
              new PointType(),
              NEXT_FRAMES,
              "Where it ends. in is to the left of the arrow as it is seen: upwards for an arrow to"
                  + " the right."));
  static final Setting<Set<Direction>> DIRECTIONS =
      SETTINGS.add(
          Setting.of(
              "directions",
              "[in, out]",
              new CollectionTypes.SetOf<>(
                  new CollectionTypes.ListOf<>(TextTypes.constant(Direction.class), "directions")),
              NEXT_FRAMES,
              "Which ways are counted and told."));
  static final Setting<Optional<String>> IN_NAME =
      SETTINGS.add(name("in-name", "What a crossing inwards is called, such as entering."));
  static final Setting<Optional<String>> OUT_NAME =
      SETTINGS.add(name("out-name", "What a crossing outwards is called, such as leaving."));
  static final Setting<Set<String>> LABELS = SETTINGS.add(SceneGroup.labels());
  static final Setting<Double> MARGIN =
      SETTINGS.add(
          Setting.of(
              "margin",
              "" + LineSettings.DEFAULT_MARGIN,
              NumberTypes.real(0, 0.5),
              NEXT_FRAMES,
              "A point that is nearer to the line is on neither side of it; in heights of the"
                  + " picture."));
  static final Setting<Duration> CONFIRM =
      SETTINGS.add(
          Setting.of(
              "confirm",
              UnitTypes.print(LineSettings.DEFAULT_CONFIRM),
              UnitTypes.duration(Duration.ZERO, Duration.ofMinutes(1)),
              NEXT_FRAMES,
              "How long an object must be seen beyond the line before it has crossed it."));

  static final SettingGroup<LineSettings> GROUP =
      SETTINGS.name("name").rule(LineGroup::check).build();

  private LineGroup() {}

  private static Setting<Optional<String>> name(String key, String meaning) {
    return Setting.optional(
        key,
        "none",
        OptionalTypes.of(TextTypes.text("a name", "\\P{Cntrl}{1,64}")),
        NEXT_FRAMES,
        meaning);
  }

  private static void check(SettingValues values, ConfigNode node) {
    if (values.get(FROM).equals(values.get(TO))) {
      node.child(TO.key()).refuse("another point than from");
    }
    if (values.get(DIRECTIONS).isEmpty()) {
      node.child(DIRECTIONS.key()).refuse("in, out or both");
    }
  }
}
