package sluice.config;

import static sluice.config.binding.ReloadEffect.MODEL;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import sluice.config.binding.CollectionTypes;
import sluice.config.binding.ConfigNode;
import sluice.config.binding.NumberTypes;
import sluice.config.binding.OptionalTypes;
import sluice.config.binding.Setting;
import sluice.config.binding.SettingGroup;
import sluice.config.binding.SettingValues;
import sluice.config.binding.TextTypes;
import sluice.config.binding.TextualType;
import sluice.config.binding.ValueType;
import sluice.config.settings.ModelConfig;
import sluice.core.ChannelOrder;
import sluice.core.ModelFamily;
import sluice.core.ModelOverrides;
import sluice.core.PixelSize;
import sluice.core.Resize;

/** The settings of a model. */
final class ModelSettings {
  private static final int MOST = 1024;
  private static final double LARGEST = 1e6;
  private static final double SMALLEST_SCALE = 1e-6;
  private static final String AS_TRAINED = "the manifest's, else as the model was trained";

  static final Setting<ModelConfig, String> SOURCE =
      Setting.optional(
          "model",
          "the name of the entry",
          new NameOrFile(),
          ModelConfig::model,
          MODEL,
          "Name of a manifest (person-detection-hog is built in), or path of an OpenVINO IR (.xml)"
              + " or ONNX file.");
  static final Setting<ModelConfig, Optional<String>> PRECISION =
      Setting.optional(
          "precision",
          "the manifest's first",
          OptionalTypes.of(
              TextTypes.oneOf(
                  List.of("FP32", "FP16", "INT8", "FP32-INT8", "FP16-INT8", "FP16-INT4"))),
          ModelConfig::precision,
          MODEL,
          "Which of the manifest's precisions is taken; a file has but its own.");
  static final Setting<ModelConfig, String> DEVICE =
      Setting.of(
          "device",
          "CPU",
          TextTypes.text(
              "a device as OpenVINO names it; 'sluice devices' lists them", "\\S{1,256}"),
          ModelConfig::device,
          MODEL,
          "What computes, as OpenVINO names it: CPU, GPU, GPU.1, AUTO:GPU,CPU.");
  static final Setting<ModelConfig, ModelConfig.Hint> HINT =
      Setting.of(
          "hint",
          "throughput",
          TextTypes.constant(ModelConfig.Hint.class),
          ModelConfig::hint,
          MODEL,
          "What the device favours: as many frames a second as can be, each frame as soon as can"
              + " be, or what the properties say.");
  static final Setting<ModelConfig, OptionalInt> REQUESTS =
      count(
          "requests",
          "what the device calls optimal",
          ModelConfig::requests,
          "Inference requests.");
  static final Setting<ModelConfig, OptionalInt> STREAMS =
      count(
          "streams",
          "by the hint",
          ModelConfig::streams,
          "Inferences that run side by side on the device.");
  static final Setting<ModelConfig, OptionalInt> THREADS =
      count(
          "threads",
          "as many as the process may use cores",
          ModelConfig::threads,
          "Threads of inference, all streams of the device together.");
  static final Setting<ModelConfig, Integer> PREFETCH =
      Setting.of(
          "prefetch",
          "2",
          NumberTypes.whole(0, MOST),
          ModelConfig::prefetch,
          MODEL,
          "Prepared frames of a stream that wait for a request, besides those that are worked on.");
  static final Setting<ModelConfig, Optional<Path>> CACHE_DIR =
      Setting.optional(
          "cache-dir",
          "a folder in Sluice's cache",
          OptionalTypes.of(SpecialTypes.path("a folder")),
          ModelConfig::cacheDir,
          MODEL,
          "Folder for compiled models, which start faster. What lies there is trusted: let nobody"
              + " else write to it.");
  static final Setting<ModelConfig, Map<String, String>> PROPERTIES =
      Setting.of(
          "properties",
          "{}",
          new CollectionTypes.MapOf<>(
              TextTypes.text("a text or number", "\\P{Cntrl}{1,1024}"),
              "an object: a value for each property, as in { INFERENCE_PRECISION_HINT = f32 }"),
          ModelConfig::properties,
          MODEL,
          "Further properties of the device by OpenVINO's names; they win over the ones above.");
  static final Setting<ModelConfig, Optional<PixelSize>> INPUT_SIZE =
      Setting.optional(
          "input-size",
          "the model's own, else what its maker or its family has",
          OptionalTypes.of(ImageTypes.size()),
          config -> config.wishes().inputSize(),
          MODEL,
          "Size of the picture for a model that leaves it open.");
  static final Setting<ModelConfig, Optional<Resize>> RESIZE =
      Setting.optional(
          "resize",
          AS_TRAINED,
          OptionalTypes.of(TextTypes.constant(Resize.class)),
          config -> config.wishes().resize(),
          MODEL,
          "How a picture is brought to the model's input: filled edge to edge, in the middle with"
              + " borders, or in the upper left corner with borders.");
  static final Setting<ModelConfig, Optional<ChannelOrder>> CHANNELS =
      Setting.optional(
          "channels",
          AS_TRAINED,
          OptionalTypes.of(TextTypes.constant(ChannelOrder.class)),
          config -> config.wishes().channels(),
          MODEL,
          "Order of the colours that the model takes.");
  static final Setting<ModelConfig, Optional<List<Float>>> MEAN =
      perColour(
          "mean",
          NumberTypes.real(-LARGEST, LARGEST),
          ModelOverrides::mean,
          "Taken away from each colour, 0 to 255, in the order of channels.");
  static final Setting<ModelConfig, Optional<List<Float>>> SCALE =
      perColour(
          "scale",
          NumberTypes.real(SMALLEST_SCALE, LARGEST),
          ModelOverrides::scale,
          "By what each colour is divided then.");
  static final Setting<ModelConfig, OptionalDouble> IOU =
      Setting.optional(
          "iou-threshold",
          "what the model's maker wrote, else 0.45",
          OptionalTypes.ofDouble(NumberTypes.real(0, 1)),
          config -> config.wishes().iou(),
          MODEL,
          "Boxes of a class that overlap by more of their union are one object; models that sift"
              + " their boxes themselves don't heed it.");
  static final Setting<ModelConfig, Optional<Path>> LABELS =
      Setting.optional(
          "labels",
          "the manifest's, else those that its maker wrote into it, else numbers",
          OptionalTypes.of(new SpecialTypes.File("a file")),
          ModelConfig::labels,
          MODEL,
          "File with one label a line, in the order of the model's classes.");

  private ModelSettings() {}

  /**
   * The settings of a model.
   *
   * @param families those that a model may be of
   */
  static SettingGroup<ModelConfig> group(List<ModelFamily> families) {
    Setting<ModelConfig, Optional<ModelFamily>> family = family(families);
    return new SettingGroup<>(
        List.of(
            SOURCE,
            PRECISION,
            DEVICE,
            HINT,
            REQUESTS,
            STREAMS,
            THREADS,
            PREFETCH,
            CACHE_DIR,
            PROPERTIES,
            LABELS,
            family,
            INPUT_SIZE,
            RESIZE,
            CHANNELS,
            MEAN,
            SCALE,
            IOU),
        ModelSettings::checkPrecision,
        (name, values) ->
            new ModelConfig(
                name,
                values.get(SOURCE),
                values.get(PRECISION),
                values.get(DEVICE),
                values.get(HINT),
                values.get(REQUESTS),
                values.get(STREAMS),
                values.get(THREADS),
                values.get(PREFETCH),
                values.get(CACHE_DIR),
                values.get(PROPERTIES),
                values.get(LABELS),
                wishes(values, values.get(family))));
  }

  private static Setting<ModelConfig, Optional<ModelFamily>> family(List<ModelFamily> families) {
    return Setting.of(
        "family",
        "auto",
        TextTypes.oneOrAuto(families, ModelFamily::wireName),
        config -> config.wishes().family(),
        MODEL,
        "How the outputs are read; auto takes the manifest's word, else tells it by ports and"
            + " metadata.");
  }

  private static void checkPrecision(SettingValues values, ConfigNode node) {
    if (NameOrFile.isFile(values.get(SOURCE)) && values.get(PRECISION).isPresent()) {
      node.child(PRECISION.key()).refuse("no precision beside a file, which has but its own");
    }
  }

  private static ModelOverrides wishes(SettingValues values, Optional<ModelFamily> family) {
    return new ModelOverrides(
        family,
        values.get(INPUT_SIZE),
        values.get(RESIZE),
        values.get(CHANNELS),
        values.get(MEAN).orElse(List.of()),
        values.get(SCALE).orElse(List.of()),
        OptionalDouble.empty(),
        values.get(IOU));
  }

  private static Setting<ModelConfig, Optional<List<Float>>> perColour(
      String key,
      ValueType<Double> kind,
      Function<ModelOverrides, List<Float>> get,
      String meaning) {
    return Setting.optional(
        key,
        AS_TRAINED,
        OptionalTypes.of(new ImageTypes.PerColour(kind)),
        config -> Optional.of(get.apply(config.wishes())).filter(values -> !values.isEmpty()),
        MODEL,
        meaning);
  }

  private static Setting<ModelConfig, OptionalInt> count(
      String key, String absent, Function<ModelConfig, OptionalInt> get, String meaning) {
    return Setting.optional(
        key, absent, OptionalTypes.ofInt(NumberTypes.whole(1, MOST)), get, MODEL, meaning);
  }

  /** Names of manifests, and files that are there. */
  record NameOrFile() implements TextualType<String> {
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,127}");
    private static final Pattern FILE = Pattern.compile("(?i).*\\.(?:xml|onnx|bin|pdmodel|tflite)");

    /** Whether a text can't be the name of a manifest. */
    static boolean isFile(String text) {
      return !NAME.matcher(text).matches() || FILE.matcher(text).matches();
    }

    @Override
    public @Nullable String read(ConfigNode node) {
      if (!node.isGiven()) {
        return node.parentName();
      }
      String text = node.text();
      if (text != null && !isFile(text)) {
        return text;
      }
      Path path = text == null ? null : SpecialTypes.parsePath(text);
      return path != null && node.document().surroundings().files().test(path)
          ? text
          : node.refuse(expected());
    }

    @Override
    public String expected() {
      return "the name of a model, or a model's file that exists and can be read";
    }
  }
}
