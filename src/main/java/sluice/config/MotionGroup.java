package sluice.config;

import static sluice.config.binding.ReloadEffect.NEXT_FRAMES;

import java.time.Duration;
import java.util.List;
import sluice.config.binding.NumberTypes;
import sluice.config.binding.Setting;
import sluice.config.binding.SettingGroup;
import sluice.config.binding.SettingGroupBuilder;
import sluice.config.binding.TextTypes;
import sluice.config.binding.UnitTypes;
import sluice.core.Point;
import sluice.core.scene.MotionSettings;

/** Description of the settings by which frames in which nothing moves are left out. */
final class MotionGroup {
  private static final MotionSettings STANDARD = MotionSettings.OFF;

  private static final SettingGroupBuilder<MotionSettings> SETTINGS =
      SettingGroup.builder(MotionSettings.class);

  static final Setting<Boolean> ENABLED =
      SETTINGS.add(
          Setting.of(
              "enabled",
              "false",
              TextTypes.flag(),
              NEXT_FRAMES,
              "Whether few frames are worked on while nothing moves and no object is followed that"
                  + " may; the others are dropped and counted as gated."));
  static final Setting<Double> THRESHOLD =
      SETTINGS.add(
          Setting.of(
              "threshold",
              "" + STANDARD.threshold(),
              NumberTypes.real(2, 128),
              NEXT_FRAMES,
              "By how many of 255 grey levels a place must differ from the background; noise raises"
                  + " it by itself."));
  static final Setting<Double> AREA =
      SETTINGS.add(
          Setting.of(
              "area",
              "0.0002",
              NumberTypes.real(0, 1),
              NEXT_FRAMES,
              "Least area that moves, as a part of the picture's."));
  static final Setting<Double> IDLE_FPS =
      SETTINGS.add(
          Setting.of(
              "idle-fps",
              "" + STANDARD.idleFps(),
              NumberTypes.real(0.01, 1000),
              NEXT_FRAMES,
              "Frames a second of media time that are worked on while nothing moves."));
  static final Setting<Duration> HOLD =
      SETTINGS.add(
          Setting.of(
              "hold",
              UnitTypes.print(STANDARD.hold()),
              UnitTypes.duration(Duration.ZERO, Duration.ofMinutes(10)),
              NEXT_FRAMES,
              "How long all frames go on to be worked on after the last motion."));
  static final Setting<List<List<Point>>> MASKS =
      SETTINGS.add(
          PolygonType.masks(
              "Polygons in which nothing is motion: trees, a road behind a fence, a clock that is"
                  + " written into the picture. What is found there counts all the same."));

  static final SettingGroup<MotionSettings> GROUP = SETTINGS.build();

  private MotionGroup() {}
}
