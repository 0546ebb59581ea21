package sluice.config;

import static sluice.config.binding.ReloadEffect.AT_ONCE;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import sluice.config.binding.ConfigNode;
import sluice.config.binding.NumberTypes;
import sluice.config.binding.OptionalTypes;
import sluice.config.binding.Setting;
import sluice.config.binding.SettingGroup;
import sluice.config.binding.SettingGroupBuilder;
import sluice.config.binding.SettingValues;
import sluice.config.settings.PlacementConfig;

/** Description of the settings by which a stream's node in a cluster is chosen. */
final class PlacementGroup {
  private static final SettingGroupBuilder<PlacementConfig> SETTINGS =
      SettingGroup.builder(PlacementConfig.class);

  static final Setting<OptionalDouble> WEIGHT =
      SETTINGS.add(
          Setting.optional(
              "weight",
              "by its model and rates, then measured",
              OptionalTypes.ofDouble(NumberTypes.real(0.01, 1000)),
              AT_ONCE,
              "What the stream takes of a node's capacity; 1 is a camera of 1920x1080 and 25"
                  + " pictures a second with the built-in model and detect-fps 10."));
  static final Setting<Set<String>> NEEDS =
      SETTINGS.add(labels("needs", "Labels that the stream's node must have, all of them."));
  static final Setting<Set<String>> PREFERS =
      SETTINGS.add(
          labels("prefers", "Labels of nodes that are taken first, where there is a choice."));
  static final Setting<Set<String>> AVOIDS =
      SETTINGS.add(
          labels("avoids", "Labels of nodes that are taken only where no other one has room."));
  static final Setting<Integer> PRIORITY =
      SETTINGS.add(
          Setting.of(
              "priority",
              "" + PlacementConfig.STANDARD_PRIORITY,
              NumberTypes.whole(0, 10),
              AT_ONCE,
              "Which streams run where there isn't room for all: those of higher priority."));

  static final SettingGroup<PlacementConfig> GROUP =
      SETTINGS.rule(PlacementGroup::checkLabels).build();

  private PlacementGroup() {}

  private static Setting<Set<String>> labels(String key, String meaning) {
    return Setting.of(key, "[]", new LabelsType(), AT_ONCE, meaning);
  }

  private static void checkLabels(SettingValues values, ConfigNode node) {
    List<String> both = new ArrayList<>(values.get(NEEDS));
    both.retainAll(values.get(AVOIDS));
    if (!both.isEmpty()) {
      node.child(AVOIDS.key())
          .refuse(String.join(", ", both), "labels that needs doesn't have", Optional.empty());
    }
  }
}
