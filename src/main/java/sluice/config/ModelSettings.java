package sluice.config;

import static sluice.config.binding.ReloadEffect.MODEL;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import sluice.config.binding.CollectionTypes;
import sluice.config.binding.ConfigNode;
import sluice.config.binding.NumberTypes;
import sluice.config.binding.OptionalTypes;
import sluice.config.binding.PathType;
import sluice.config.binding.Setting;
import sluice.config.binding.SettingGroup;
import sluice.config.binding.SettingGroupBuilder;
import sluice.config.binding.SettingValues;
import sluice.config.binding.TextTypes;
import sluice.config.settings.ModelConfig;
import sluice.core.model.ModelFamily;

/** Description of the settings of a model. */
final class ModelSettings {
  private static final SettingGroupBuilder<ModelConfig> SETTINGS =
      SettingGroup.builder(ModelConfig.class);

  private static final int MOST = 1024;

  static final Setting<String> SOURCE =
      SETTINGS.add(
          Setting.optional(
              "model",
              "the name of the entry",
              new ModelNameType(),
              MODEL,
              "Name of a manifest (person-detection-hog is built in), or path of a file of"
                  + " OpenVINO (.xml), ONNX, TensorFlow Lite, TensorFlow (.pb) or PaddlePaddle"
                  + " (.pdmodel), or of the folder of one of them or of a SavedModel."));
  static final Setting<Optional<String>> PRECISION =
      SETTINGS.add(
          Setting.optional(
              "precision",
              "the manifest's first",
              OptionalTypes.of(
                  TextTypes.oneOf(
                      List.of("FP32", "FP16", "INT8", "FP32-INT8", "FP16-INT8", "FP16-INT4"))),
              MODEL,
              "Which of the manifest's precisions is taken; a file has but its own."));
  static final Setting<String> DEVICE =
      SETTINGS.add(
          Setting.of(
              "device",
              "CPU",
              TextTypes.text(
                  "a device as OpenVINO names it; 'sluice devices' lists them", "\\S{1,256}"),
              MODEL,
              "What computes, as OpenVINO names it: CPU, GPU, GPU.1, AUTO:GPU,CPU."));
  static final Setting<ModelConfig.Hint> HINT =
      SETTINGS.add(
          Setting.of(
              "hint",
              "throughput",
              TextTypes.constant(ModelConfig.Hint.class),
              MODEL,
              "What the device favours: as many frames a second as can be, each frame as soon as"
                  + " can be, or what the properties say."));
  static final Setting<OptionalInt> REQUESTS =
      SETTINGS.add(count("requests", "what the device calls optimal", "Inference requests."));
  static final Setting<OptionalInt> STREAMS =
      SETTINGS.add(
          count("streams", "by the hint", "Inferences that run side by side on the device."));
  static final Setting<OptionalInt> THREADS =
      SETTINGS.add(
          count(
              "threads",
              "as many as the process may use cores",
              "Threads of inference, all streams of the device together."));
  static final Setting<Integer> PREFETCH =
      SETTINGS.add(
          Setting.of(
              "prefetch",
              "" + ModelConfig.DEFAULT_PREFETCH,
              NumberTypes.whole(0, MOST),
              MODEL,
              "Prepared frames of a stream that wait for a request, besides those that are worked"
                  + " on."));
  static final Setting<Optional<Path>> CACHE_DIR =
      SETTINGS.add(
          Setting.optional(
              "cache-dir",
              "a folder in Sluice's cache",
              OptionalTypes.of(PathType.any("a folder")),
              MODEL,
              "Folder for compiled models, which start faster. What lies there is trusted: let"
                  + " nobody else write to it."));
  static final Setting<Map<String, String>> PROPERTIES =
      SETTINGS.add(
          Setting.of(
              "properties",
              "{}",
              new CollectionTypes.MapOf<>(
                  TextTypes.text("a text or number", "\\P{Cntrl}{1,1024}"),
                  "an object: a value for each property, as in { INFERENCE_PRECISION_HINT = f32 }"),
              MODEL,
              "Further properties of the device by OpenVINO's names; they win over the ones"
                  + " above."));
  static final Setting<Optional<Path>> LABELS =
      SETTINGS.add(
          Setting.optional(
              "labels",
              "the manifest's, else those that its maker wrote into it, else numbers",
              OptionalTypes.of(PathType.file("a file")),
              MODEL,
              "File with one label a line, in the order of the model's classes."));

  private ModelSettings() {}

  /**
   * The settings of a model.
   *
   * @param families those that a model may be of
   */
  static SettingGroup<ModelConfig> group(List<ModelFamily> families) {
    return SETTINGS
        .copy()
        .name("name")
        .embed("overrides", ModelOverrideSettings.group(families))
        .rule(ModelSettings::checkPrecision)
        .build();
  }

  private static void checkPrecision(SettingValues values, ConfigNode node) {
    if (ModelNameType.isFile(values.get(SOURCE)) && values.get(PRECISION).isPresent()) {
      node.child(PRECISION.key()).refuse("no precision beside a file, which has but its own");
    }
  }

  private static Setting<OptionalInt> count(String key, String absent, String meaning) {
    return Setting.optional(
        key, absent, OptionalTypes.ofInt(NumberTypes.whole(1, MOST)), MODEL, meaning);
  }
}
