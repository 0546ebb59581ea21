package sluice.config;

import static sluice.config.binding.ReloadEffect.MODEL;

import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import sluice.config.binding.NumberTypes;
import sluice.config.binding.OptionalTypes;
import sluice.config.binding.Setting;
import sluice.config.binding.SettingGroup;
import sluice.config.binding.SettingGroupBuilder;
import sluice.config.binding.TextTypes;
import sluice.config.binding.ValueType;
import sluice.core.PixelSize;
import sluice.core.model.ChannelOrder;
import sluice.core.model.ClassifierHeads;
import sluice.core.model.ModelFamily;
import sluice.core.model.ModelOverrides;
import sluice.core.model.Resize;

/** Description of the settings that override what a model's manifest or metadata say. */
final class ModelOverrideSettings {
  private static final double LARGEST = 1e6;
  private static final double SMALLEST_SCALE = 1e-6;
  private static final String AS_TRAINED = "the manifest's, else as the model was trained";

  private static final SettingGroupBuilder<ModelOverrides> SETTINGS =
      SettingGroup.builder(ModelOverrides.class);

  static final Setting<Optional<ModelFamily>> FAMILY = SETTINGS.add(family(List.of()));
  static final Setting<Optional<PixelSize>> INPUT_SIZE =
      SETTINGS.add(
          Setting.optional(
              "input-size",
              "the model's own, else what its maker or its family has",
              OptionalTypes.of(ImageTypes.size()),
              MODEL,
              "Size of the picture for a model that leaves it open."));
  static final Setting<Optional<Resize>> RESIZE =
      SETTINGS.add(
          Setting.optional(
              "resize",
              AS_TRAINED,
              OptionalTypes.of(TextTypes.constant(Resize.class)),
              MODEL,
              "How a picture is brought to the model's input: filled edge to edge, in the middle"
                  + " with borders, in the upper left corner with borders, or its middle alone, cut"
                  + " to the input's proportions."));
  static final Setting<Optional<ChannelOrder>> CHANNELS =
      SETTINGS.add(
          Setting.optional(
              "channels",
              AS_TRAINED,
              OptionalTypes.of(TextTypes.constant(ChannelOrder.class)),
              MODEL,
              "Order of the colours that the model takes."));
  static final Setting<List<Float>> MEAN =
      SETTINGS.add(
          perColour(
              "mean",
              NumberTypes.real(-LARGEST, LARGEST),
              "Taken away from each colour, 0 to 255, in the order of channels."));
  static final Setting<List<Float>> SCALE =
      SETTINGS.add(
          perColour(
              "scale",
              NumberTypes.real(SMALLEST_SCALE, LARGEST),
              "By what each colour is divided then."));
  static final Setting<OptionalDouble> IOU =
      SETTINGS.add(
          Setting.optional(
                  "iou-threshold",
                  "what the model's maker wrote, else 0.7 for family yolov8 and 0.45 for others",
                  OptionalTypes.ofDouble(NumberTypes.real(0, 1)),
                  MODEL,
                  "Boxes of a class that overlap by more of their union are one object; models that"
                      + " sift their boxes themselves don't heed it.")
              .inComponent("iou"));

  private ModelOverrideSettings() {}

  /**
   * The settings, without a threshold, which each stream has for itself, and without heads, which a
   * manifest describes.
   *
   * @param families those that a model may be of
   */
  static SettingGroup<ModelOverrides> group(List<ModelFamily> families) {
    return SETTINGS
        .copy()
        .replace(family(families))
        .component("threshold", OptionalDouble.class, OptionalDouble.empty())
        .component("heads", ClassifierHeads.class, ClassifierHeads.NONE)
        .build();
  }

  private static Setting<Optional<ModelFamily>> family(List<ModelFamily> families) {
    return Setting.of(
        "family",
        "auto",
        TextTypes.oneOrAuto(ModelFamily.class, families, ModelFamily::wireName),
        MODEL,
        "How the outputs are read; auto takes the manifest's word, else tells it by ports and"
            + " metadata.");
  }

  private static Setting<List<Float>> perColour(
      String key, ValueType<Double> each, String meaning) {
    return Setting.optional(
        key, AS_TRAINED, OptionalTypes.ofList(new ImageTypes.PerColour(each)), MODEL, meaning);
  }
}
