package sluice.config;

import static sluice.config.binding.ReloadEffect.NEXT_FRAMES;

import sluice.config.binding.NumberTypes;
import sluice.config.binding.Setting;
import sluice.config.binding.SettingGroup;
import sluice.config.binding.SettingGroupBuilder;
import sluice.config.binding.TextTypes;
import sluice.core.GridSize;
import sluice.core.TileSettings;

/** Description of the settings of tiles: in which parts a model gets pictures. */
final class TileGroup {
  private static final SettingGroupBuilder<TileSettings> SETTINGS =
      SettingGroup.builder(TileSettings.class);

  static final Setting<GridSize> GRID =
      SETTINGS.add(
          Setting.of(
              "grid",
              "1x1",
              ImageTypes.grid(),
              NEXT_FRAMES,
              "Columns and rows of tiles, each an inference of its own; 1x1: pictures are not cut."
                  + " Only for models that find objects."));
  static final Setting<Double> OVERLAP =
      SETTINGS.add(
          Setting.of(
              "overlap",
              "0.2",
              NumberTypes.real(0, TileSettings.GREATEST_OVERLAP),
              NEXT_FRAMES,
              "Part of a tile's width and height that it shares with the next one, so that objects"
                  + " at a border are whole in one of them."));
  static final Setting<Boolean> WHOLE =
      SETTINGS.add(
          Setting.of(
              "whole",
              "true",
              TextTypes.flag(),
              NEXT_FRAMES,
              "Whether the model gets the whole picture as well, one inference more, for objects"
                  + " that are larger than what tiles share."));

  static final SettingGroup<TileSettings> GROUP = SETTINGS.build();

  private TileGroup() {}
}
