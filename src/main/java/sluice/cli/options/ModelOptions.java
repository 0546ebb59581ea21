package sluice.cli.options;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import sluice.app.library.ModelLibrary;
import sluice.app.model.ConfiguredModel;
import sluice.app.model.ModelSource.BuiltIn;
import sluice.app.model.ResolvedModel;
import sluice.cli.terminal.OptionParsers;
import sluice.config.settings.ModelConfig;
import sluice.config.settings.ModelConfig.Hint;
import sluice.core.PixelSize;
import sluice.core.model.ModelOverrides;

/** Options of a model and of the device that runs it. */
public final class ModelOptions {
  /**
   * Of requests, streams, threads and waiting frames: more than any device has use for, but what a
   * slip of the finger asks for must not take all memory.
   */
  private static final int MOST = 1024;

  private static final String INPUT_SIZE = "--input-size";

  private static final Map<String, Hint> HINTS =
      Map.of("throughput", Hint.THROUGHPUT, "latency", Hint.LATENCY, "none", Hint.NONE);

  @Option(
      names = {"-m", "--model"},
      paramLabel = "MODEL",
      description = {
        "The model: a name that 'sluice models list' shows, a file of OpenVINO (.xml, its .bin"
            + " beside it), ONNX, TensorFlow Lite, TensorFlow (.pb) or PaddlePaddle (.pdmodel),"
            + " or the folder of one of these or of a SavedModel (default: the built-in detector"
            + " of standing and walking people)."
      })
  @Nullable String model;

  @Option(
      names = "--precision",
      paramLabel = "P",
      description =
          "Which files of a model that is given by name: FP32, FP16 (default), FP16-INT8.")
  @Nullable String precision;

  @Option(
      names = INPUT_SIZE,
      paramLabel = "WxH",
      description = {
        "Size of the model's input: of the built-in one (default: the shape of the source, shorter"
            + " side 288; larger finds smaller people and takes longer), or of one that leaves it"
            + " open."
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
      defaultValue = "" + ModelConfig.DEFAULT_PREFETCH,
      description = "Prepared frames that wait for a request (default: ${DEFAULT-VALUE}).")
  String prefetch = "";

  @Mixin ReadingOptions reading = new ReadingOptions();

  @Option(
      names = "--property",
      paramLabel = "KEY=VALUE",
      description = {
        "A property of the device, as OpenVINO names it: INFERENCE_PRECISION_HINT=f32. Wins over"
            + " the flags above; may be given several times."
      })
  List<String> properties = new ArrayList<>();

  /**
   * The settings that these flags ask for.
   *
   * @param models resolves a name; called only where one is given
   */
  public ConfiguredModel settings(Supplier<ModelLibrary> models) {
    ResolvedModel resolved = resolve(models);
    ModelOverrides overrides = reading.overrides(inputSize());
    Optional<Path> labels = reading.labels();
    String named = model == null ? BuiltIn.NAME : model;
    ModelConfig config =
        ModelConfig.builder(named, named)
            .precision(precision())
            .device(device())
            .hint(OptionParsers.word("--hint", hint, HINTS, "throughput, latency or none"))
            .requests(count("--nireq", requests))
            .streams(count("--nstreams", streams))
            .threads(count("--nthreads", threads))
            .prefetch(OptionParsers.intBetween("--prefetch", prefetch, 0, MOST))
            .properties(propertyMap())
            .labels(labels)
            .overrides(overrides)
            .build();
    return ConfiguredModel.of(config, resolved);
  }

  /** What {@code -m} says, as it is written. */
  public Optional<String> name() {
    return Optional.ofNullable(model);
  }

  /** What {@code --precision} says. */
  public Optional<String> precision() {
    return Optional.ofNullable(precision);
  }

  private ResolvedModel resolve(Supplier<ModelLibrary> models) {
    if (model == null && precision != null) {
      throw OptionParsers.refused("--precision", precision, "a model's name with it, -m NAME");
    }
    ResolvedModel resolved =
        model == null
            ? new ResolvedModel(new BuiltIn(Optional.empty()), BuiltIn.OVERRIDES)
            : models
                .get()
                .resolve(
                    OptionParsers.path("-m", model).toString(), Optional.ofNullable(precision));
    return inputSize != null && resolved.source() instanceof BuiltIn
        ? new ResolvedModel(
            new BuiltIn(Optional.of(OptionParsers.size(INPUT_SIZE, inputSize))),
            resolved.overrides())
        : resolved;
  }

  private Optional<PixelSize> inputSize() {
    return inputSize == null
        ? Optional.empty()
        : Optional.of(OptionParsers.inputSize(INPUT_SIZE, inputSize));
  }

  private String device() {
    if (device.isBlank()) {
      throw OptionParsers.refused("-d", device, "a device; 'sluice devices' lists them");
    }
    return device;
  }

  private static OptionalInt count(String flag, @Nullable String value) {
    return value == null
        ? OptionalInt.empty()
        : OptionalInt.of(OptionParsers.intBetween(flag, value, 1, MOST));
  }

  private Map<String, String> propertyMap() {
    Map<String, String> result = new LinkedHashMap<>();
    for (String property : properties) {
      int equals = property.indexOf('=');
      if (equals <= 0) {
        throw OptionParsers.refused("--property", property, "KEY=VALUE");
      }
      String key = property.substring(0, equals);
      if (result.putIfAbsent(key, property.substring(equals + 1)) != null) {
        throw OptionParsers.refused("--property", key + " given twice", "each property once");
      }
    }
    return result;
  }
}
