package sluice.config;

import static sluice.config.binding.ReloadEffect.NEXT_FRAMES;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import sluice.config.binding.NumberTypes;
import sluice.config.binding.OptionalTypes;
import sluice.config.binding.Setting;
import sluice.config.binding.SettingGroup;
import sluice.config.binding.SettingGroupBuilder;
import sluice.config.binding.UnitTypes;
import sluice.core.Point;
import sluice.core.scene.ZoneSettings;

/** Description of the settings of a zone in which objects are. */
final class ZoneGroup {
  private static final SettingGroupBuilder<ZoneSettings> SETTINGS =
      SettingGroup.builder(ZoneSettings.class);

  static final Setting<List<Point>> POINTS =
      SETTINGS.add(
          Setting.required(
              "points",
              new PolygonType(),
              NEXT_FRAMES,
              "Corners of a polygon, in order. Its edges belong to it; where it cuts itself, what"
                  + " is enclosed twice is outside."));
  static final Setting<Set<String>> LABELS = SETTINGS.add(SceneGroup.labels());
  static final Setting<Duration> CONFIRM =
      SETTINGS.add(
          Setting.of(
              "confirm",
              UnitTypes.print(ZoneSettings.DEFAULT_CONFIRM),
              UnitTypes.duration(Duration.ZERO, Duration.ofMinutes(10)),
              NEXT_FRAMES,
              "How long an object must be seen inside before it has entered, and how long a number"
                  + " of objects must hold before it is told."));
  static final Setting<Duration> LEAVE =
      SETTINGS.add(
          Setting.of(
              "leave",
              UnitTypes.print(ZoneSettings.DEFAULT_LEAVE),
              UnitTypes.duration(Duration.ZERO, Duration.ofMinutes(10)),
              NEXT_FRAMES,
              "How long an object must be seen outside before it has left."));
  static final Setting<Optional<Duration>> DWELL =
      SETTINGS.add(
          Setting.optional(
              "dwell",
              "never",
              OptionalTypes.of(UnitTypes.duration(Duration.ofMillis(100), Duration.ofDays(7))),
              NEXT_FRAMES,
              "After which time inside it is told that an object stays; once for each stay."));
  static final Setting<OptionalInt> MAX_OCCUPANCY =
      SETTINGS.add(
          Setting.optional(
              "max-occupancy",
              "no limit",
              OptionalTypes.ofInt(NumberTypes.whole(0, 10_000)),
              NEXT_FRAMES,
              "With more objects than this the zone is crowded."));

  static final SettingGroup<ZoneSettings> GROUP = SETTINGS.name("name").build();

  private ZoneGroup() {}
}
