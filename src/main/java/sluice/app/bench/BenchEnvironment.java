package sluice.app.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import sluice.app.model.ConfiguredModel;
import sluice.app.model.ModelSource;
import sluice.catalog.recognition.Recognition;
import sluice.config.settings.ModelConfig;
import sluice.core.SluiceVersion;
import sluice.core.SourceInfo;
import sluice.core.model.InputSpec;
import sluice.openvino.OpenVino;
import sluice.openvino.OpenVinoUnavailableException;
import sluice.stage.inference.EngineInfo;

/** The environment of a measurement: names and values of what it depends on, in display order. */
final class BenchEnvironment {
  private static final Path PROCESSORS = Path.of("/proc/cpuinfo");
  private static final String MODEL_NAME = "model name";

  private final Map<String, String> values = new LinkedHashMap<>();

  /** The machine, and what runs on it. */
  BenchEnvironment() {
    Runtime.Version java = Runtime.version();
    values.put("sluice", SluiceVersion.NUMBER);
    values.put("openvino", openVino());
    values.put("java", java + " (" + System.getProperty("java.vendor") + ")");
    values.put(
        "system",
        Stream.of("os.name", "os.version", "os.arch")
            .map(System::getProperty)
            .collect(Collectors.joining(" ")));
    values.put("processor", processor().orElse("unknown"));
    values.put("processors", Integer.toString(Runtime.getRuntime().availableProcessors()));
  }

  /** What is read. */
  BenchEnvironment input(SourceInfo info) {
    values.put(
        "input",
        "%s, %dx%d, %s fps".formatted(info.name(), info.width(), info.height(), rate(info)));
    return this;
  }

  private static String rate(SourceInfo info) {
    return info.frameRate() > 0
        ? String.format(Locale.ROOT, "%.2f", info.frameRate())
        : "an unknown number of";
  }

  /** What was asked for. */
  BenchEnvironment asked(ConfiguredModel model) {
    ModelConfig config = model.config();
    values.put("model source", source(model.source()));
    values.put("device", config.device());
    values.put("hint", config.hint().name().toLowerCase(Locale.ROOT));
    put("nireq", config.requests());
    put("nstreams", config.streams());
    put("nthreads", config.threads());
    values.put("prefetch", Integer.toString(config.prefetch()));
    config.properties().forEach((key, value) -> values.put("property " + key, value));
    return this;
  }

  /** What the model was found to be. */
  BenchEnvironment recognised(Recognition model) {
    values.put("family", model.family().wireName());
    values.put("picture", model.normalization().toString());
    values.put("threshold", Float.toString(model.threshold()));
    return this;
  }

  private static String source(ModelSource source) {
    return switch (source) {
      case ModelSource.File file -> file.path().toString();
      case ModelSource.Catalogued model -> model.name();
      case ModelSource.BuiltIn _ -> "built in";
    };
  }

  /** What was compiled. */
  BenchEnvironment compiled(EngineInfo info, InputSpec input) {
    values.put("model", info.model() + " " + input.width() + "x" + input.height());
    values.put("requests", Integer.toString(info.requests()));
    values.put("optimal requests", Integer.toString(info.optimalRequests()));
    info.properties().forEach(values::put);
    values.put("read ms", Long.toString(info.readMillis()));
    values.put("compiled ms", Long.toString(info.compileMillis()));
    return this;
  }

  /** One thing more. */
  BenchEnvironment put(String name, String value) {
    values.put(name, value);
    return this;
  }

  private void put(String name, OptionalInt value) {
    value.ifPresent(number -> values.put(name, Integer.toString(number)));
  }

  /** All of it. */
  Map<String, String> values() {
    return new LinkedHashMap<>(values);
  }

  private static String openVino() {
    try {
      return OpenVino.load().build();
    } catch (OpenVinoUnavailableException e) {
      return "missing"; // compiling a model reports why
    }
  }

  private static Optional<String> processor() {
    try (Stream<String> lines = Files.lines(PROCESSORS)) {
      return lines
          .filter(line -> line.startsWith(MODEL_NAME))
          .map(line -> line.substring(line.indexOf(':') + 1).strip())
          .findFirst();
    } catch (IOException notHere) {
      return Optional.empty();
    }
  }
}
