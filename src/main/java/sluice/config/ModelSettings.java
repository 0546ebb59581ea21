package sluice.config;

import static sluice.config.Change.MODEL;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The settings of a model. */
final class ModelSettings {
  private static final int MOST = 1024;

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
          Optionals.of(
              Words.oneOf(List.of("FP32", "FP16", "INT8", "FP32-INT8", "FP16-INT8", "FP16-INT4"))),
          ModelConfig::precision,
          MODEL,
          "Which of the manifest's precisions is taken; a file has but its own.");
  static final Setting<ModelConfig, String> DEVICE =
      Setting.of(
          "device",
          "CPU",
          Words.text("a device as OpenVINO names it; 'sluice devices' lists them", "\\S{1,256}"),
          ModelConfig::device,
          MODEL,
          "What computes, as OpenVINO names it: CPU, GPU, GPU.1, AUTO:GPU,CPU.");
  static final Setting<ModelConfig, ModelConfig.Hint> HINT =
      Setting.of(
          "hint",
          "throughput",
          Words.constant(ModelConfig.Hint.class),
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
          Numbers.whole(0, MOST),
          ModelConfig::prefetch,
          MODEL,
          "Prepared frames of a stream that wait for a request, besides those that are worked on.");
  static final Setting<ModelConfig, Optional<Path>> CACHE_DIR =
      Setting.optional(
          "cache-dir",
          "a folder in Sluice's cache",
          Optionals.of(Special.path("a folder")),
          ModelConfig::cacheDir,
          MODEL,
          "Folder for compiled models, which start faster. What lies there is trusted: let nobody"
              + " else write to it.");
  static final Setting<ModelConfig, Map<String, String>> PROPERTIES =
      Setting.of(
          "properties",
          "{}",
          new Collected.MapOf<>(
              Words.text("a text or number", "\\P{Cntrl}{1,1024}"),
              "an object: a value for each property, as in { INFERENCE_PRECISION_HINT = f32 }"),
          ModelConfig::properties,
          MODEL,
          "Further properties of the device by OpenVINO's names; they win over the ones above.");
  static final Setting<ModelConfig, Optional<Path>> LABELS =
      Setting.optional(
          "labels",
          "the manifest's, else numbers",
          Optionals.of(new Special.File("a file")),
          ModelConfig::labels,
          MODEL,
          "File with one label a line, in the order of the model's classes.");

  static final Group<ModelConfig> GROUP =
      new Group<>(
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
              LABELS),
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
                  values.get(LABELS)));

  private ModelSettings() {}

  private static void checkPrecision(Values values, Node node) {
    if (NameOrFile.isFile(values.get(SOURCE)) && values.get(PRECISION).isPresent()) {
      node.child(PRECISION.key()).refuse("no precision beside a file, which has but its own");
    }
  }

  private static Setting<ModelConfig, OptionalInt> count(
      String key, String absent, Function<ModelConfig, OptionalInt> get, String meaning) {
    return Setting.optional(
        key, absent, Optionals.ofInt(Numbers.whole(1, MOST)), get, MODEL, meaning);
  }

  /** Names of manifests, and files that are there. */
  record NameOrFile() implements TextKind<String> {
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,127}");
    private static final Pattern FILE = Pattern.compile("(?i).*\\.(?:xml|onnx|bin|pdmodel|tflite)");

    /** Whether a text can't be the name of a manifest. */
    static boolean isFile(String text) {
      return !NAME.matcher(text).matches() || FILE.matcher(text).matches();
    }

    @Override
    public @Nullable String read(Node node) {
      if (!node.isGiven()) {
        return node.parentName();
      }
      String text = node.text();
      if (text != null && !isFile(text)) {
        return text;
      }
      Path path = text == null ? null : Special.parsePath(text);
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
