package sluice.config;

import static sluice.config.binding.ReloadEffect.NEXT_FRAMES;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import sluice.config.binding.CollectionTypes;
import sluice.config.binding.ConfigNode;
import sluice.config.binding.OptionalTypes;
import sluice.config.binding.Setting;
import sluice.config.binding.SettingGroup;
import sluice.config.binding.SettingGroupBuilder;
import sluice.config.binding.SettingValues;
import sluice.config.binding.TextTypes;
import sluice.core.scene.LineSettings;
import sluice.core.scene.MotionSettings;
import sluice.core.scene.ObjectSettings;
import sluice.core.scene.SceneSettings;
import sluice.core.scene.ZoneSettings;

/** Description of the settings of objects over time: lines, zones, and who counts. */
final class SceneGroup {
  /** Lines or zones of a stream at most: each has metrics of its own. */
  static final int MOST = 64;

  private static final SettingGroupBuilder<SceneSettings> SETTINGS =
      SettingGroup.builder(SceneSettings.class);

  static final Setting<Optional<Boolean>> TRACK =
      SETTINGS.add(
          Setting.optional(
              "track",
              "true where there are lines, zones or second models",
              OptionalTypes.of(TextTypes.flag()),
              NEXT_FRAMES,
              "Whether objects are followed from frame to frame, with a number each."));
  static final Setting<Map<String, LineSettings>> LINES =
      SETTINGS.add(
          Setting.of(
              "lines",
              "{}",
              new CollectionTypes.Entries<>(LineGroup.GROUP, "line"),
              NEXT_FRAMES,
              "Lines that are watched for objects that cross them, by their names."));
  static final Setting<Map<String, ZoneSettings>> ZONES =
      SETTINGS.add(
          Setting.of(
              "zones",
              "{}",
              new CollectionTypes.Entries<>(ZoneGroup.GROUP, "zone"),
              NEXT_FRAMES,
              "Zones that are watched for objects inside, by their names."));
  static final Setting<ObjectSettings> OBJECTS =
      SETTINGS.add(
          Setting.of(
              "objects",
              "{}",
              ObjectGroup.GROUP,
              NEXT_FRAMES,
              "How objects are followed, and which of them count."));

  static final Setting<MotionSettings> MOTION =
      SETTINGS.add(
          Setting.of(
              "motion",
              "{}",
              MotionGroup.GROUP,
              NEXT_FRAMES,
              "Whether and how frames in which nothing moves are left out."));

  static final SettingGroup<SceneSettings> GROUP = SETTINGS.rule(SceneGroup::check).build();

  private SceneGroup() {}

  /** Which labels count at a line or in a zone. */
  static Setting<Set<String>> labels() {
    return Setting.of(
        "labels",
        "[]",
        new CollectionTypes.SetOf<>(
            new CollectionTypes.ListOf<>(TextTypes.text("a label", "\\P{Cntrl}{1,128}"), "labels")),
        NEXT_FRAMES,
        "Labels of the objects that count; empty: all.");
  }

  private static void check(SettingValues values, ConfigNode node) {
    requireFew(values.get(LINES), LINES, node);
    requireFew(values.get(ZONES), ZONES, node);
    if (values.get(TRACK).equals(Optional.of(false))
        && !(values.get(LINES).isEmpty()
            && values.get(ZONES).isEmpty()
            && values.get(OBJECTS).classify().isEmpty())) {
      node.child(TRACK.key())
          .refuse("true, as lines, zones and second models need objects that are followed");
    }
  }

  private static void requireFew(Map<String, ?> entries, Setting<?> setting, ConfigNode node) {
    if (entries.size() > MOST) {
      node.child(setting.key())
          .refuse(entries.size() + " " + setting.key(), "at most " + MOST, Optional.empty());
    }
  }
}
