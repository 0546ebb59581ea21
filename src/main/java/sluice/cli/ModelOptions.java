package sluice.cli;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import sluice.app.ModelSettings;
import sluice.app.ModelSettings.Hint;
import sluice.app.ModelSettings.Resize;
import sluice.app.ModelSource;
import sluice.app.ModelSource.BuiltIn;

/** The flags that name a model and say how a device runs it. */
final class ModelOptions {
  private static final float DEFAULT_THRESHOLD = 0.5f;

  /**
   * Of requests, streams, threads and waiting frames: more than any device has use for, but what a
   * slip of the finger asks for must not take all memory.
   */
  private static final int MOST = 1024;

  private static final Map<String, Hint> HINTS =
      Map.of("throughput", Hint.THROUGHPUT, "latency", Hint.LATENCY, "none", Hint.NONE);

  /** Ours, and Open Model Zoo's words for the same. */
  private static final Map<String, Resize> RESIZES =
      Map.of(
          "stretch", Resize.STRETCH,
          "standard", Resize.STRETCH,
          "letterbox", Resize.LETTERBOX,
          "fit_to_window_letterbox", Resize.LETTERBOX);

  @Option(
      names = {"-m", "--model"},
      paramLabel = "MODEL",
      description = {
        "The model: an OpenVINO IR (.xml, its .bin beside it) or an ONNX file (default: the"
            + " built-in detector of standing and walking people)."
      })
  @Nullable String model;

  @Option(
      names = "--input-size",
      paramLabel = "WxH",
      description = {
        "Size of the built-in model's input (default: the shape of the source, shorter side 288)."
            + " Larger finds smaller people and takes longer."
      })
  @Nullable String inputSize;

  @Option(
      names = {"-d", "--device"},
      paramLabel = "DEVICE",
      defaultValue = "CPU",
      description =
          "Where it runs: CPU, GPU, GPU.1, AUTO:GPU,CPU; 'sluice devices' lists them (default:"
              + " CPU).")
  String device = "";

  @Option(
      names = "--hint",
      paramLabel = "HINT",
      defaultValue = "throughput",
      description =
          "throughput: most frames a second (default); latency: each frame soonest; none.")
  String hint = "";

  @Option(
      names = {"--nireq", "-nireq"},
      paramLabel = "N",
      description = "Inference requests (default: what the device calls optimal).")
  @Nullable String requests;

  @Option(
      names = {"--nstreams", "-nstreams"},
      paramLabel = "N",
      description = "Parallel streams on the device (default: as the hint has it).")
  @Nullable String streams;

  @Option(
      names = {"--nthreads", "-nthreads"},
      paramLabel = "N",
      description = "Threads of inference (default: as the hint has it).")
  @Nullable String threads;

  @Option(
      names = "--prefetch",
      paramLabel = "N",
      defaultValue = "" + ModelSettings.DEFAULT_PREFETCH,
      description = "Prepared frames that wait for a request (default: ${DEFAULT-VALUE}).")
  String prefetch = "";

  @Option(
      names = {"-t", "--threshold"},
      paramLabel = "THRESHOLD",
      description = {
        "Least confidence of a detection, 0 to 1 (default: 0.5; of the built-in model "
            + BuiltIn.THRESHOLD
            + ")."
      })
  @Nullable String threshold;

  @Option(
      names = "--labels",
      paramLabel = "FILE",
      description = "Names of the classes, one a line, from class 0 on.")
  @Nullable String labels;

  @Option(
      names = {"--resize", "--resize_type"},
      paramLabel = "HOW",
      defaultValue = "stretch",
      description = {
        "How a picture is brought to the model's input: stretch (default; Open Model Zoo's"
            + " standard) or letterbox (fit_to_window_letterbox)."
      })
  String resize = "";

  @Option(
      names = "--property",
      paramLabel = "KEY=VALUE",
      description = {
        "A property of the device, as OpenVINO names it: INFERENCE_PRECISION_HINT=f32. Wins over"
            + " the flags above; may be given several times."
      })
  List<String> properties = new ArrayList<>();

  /** The settings that these flags ask for. */
  ModelSettings settings() {
    ModelSource source = source();
    return new ModelSettings(
        source,
        labels == null ? Optional.empty() : Optional.of(Checks.path("--labels", labels)),
        threshold(source),
        Checks.word(
            "--resize",
            resize,
            RESIZES,
            "stretch or letterbox; also standard or fit_to_window_letterbox"),
        device(),
        Checks.word("--hint", hint, HINTS, "throughput, latency or none"),
        count("--nireq", requests),
        count("--nstreams", streams),
        count("--nthreads", threads),
        Checks.intBetween("--prefetch", prefetch, 0, MOST),
        propertyMap());
  }

  private ModelSource source() {
    if (model == null) {
      return new BuiltIn(
          inputSize == null
              ? Optional.empty()
              : Optional.of(Checks.size("--input-size", inputSize)));
    }
    if (inputSize != null) {
      throw Checks.refused("--input-size", inputSize, "the built-in model, without -m");
    }
    return new ModelSource.File(Checks.path("-m", model));
  }

  private float threshold(ModelSource source) {
    if (threshold != null) {
      return Checks.share("-t", threshold);
    }
    return source instanceof BuiltIn ? BuiltIn.THRESHOLD : DEFAULT_THRESHOLD;
  }

  private String device() {
    if (device.isBlank()) {
      throw Checks.refused("-d", device, "a device; 'sluice devices' lists them");
    }
    return device;
  }

  private static OptionalInt count(String flag, @Nullable String value) {
    return value == null
        ? OptionalInt.empty()
        : OptionalInt.of(Checks.intBetween(flag, value, 1, MOST));
  }

  private Map<String, String> propertyMap() {
    Map<String, String> result = new LinkedHashMap<>();
    for (String property : properties) {
      int equals = property.indexOf('=');
      if (equals <= 0) {
        throw Checks.refused("--property", property, "KEY=VALUE");
      }
      String key = property.substring(0, equals);
      if (result.putIfAbsent(key, property.substring(equals + 1)) != null) {
        throw Checks.refused("--property", key + " given twice", "each property once");
      }
    }
    return result;
  }
}
