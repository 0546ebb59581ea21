package sluice.config;

import static sluice.config.binding.ReloadEffect.NEXT_FRAMES;

import java.util.Set;
import sluice.config.binding.NumberTypes;
import sluice.config.binding.Setting;
import sluice.config.binding.SettingGroup;
import sluice.config.binding.SettingGroupBuilder;
import sluice.core.scene.ClassifySettings;

/** Description of the settings of a second model that is asked of objects. */
final class ClassifyGroup {
  private static final SettingGroupBuilder<ClassifySettings> SETTINGS =
      SettingGroup.builder(ClassifySettings.class);

  static final Setting<String> MODEL =
      SETTINGS.add(
          Setting.required(
              "model",
              new ReferenceType("model", "sluice.models", ReadingFacts.MODELS),
              NEXT_FRAMES,
              "What is asked: an entry of models, of family attributes or classification."));
  static final Setting<Set<String>> LABELS = SETTINGS.add(SceneGroup.labels());
  static final Setting<Double> MIN_SIZE =
      SETTINGS.add(
          Setting.of(
              "min-size",
              "" + ClassifySettings.DEFAULT_MIN_SIZE,
              NumberTypes.real(0, 1),
              NEXT_FRAMES,
              "Least height of an object of which it is asked, as a part of the picture's."));
  static final Setting<Double> BUDGET =
      SETTINGS.add(
          Setting.of(
              "budget",
              "" + (int) ClassifySettings.DEFAULT_BUDGET,
              NumberTypes.real(0.01, 1_000),
              NEXT_FRAMES,
              "Most objects a second of media time of which it is asked."));

  static final SettingGroup<ClassifySettings> GROUP = SETTINGS.build();

  private ClassifyGroup() {}
}
