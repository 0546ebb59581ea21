package sluice.config.settings;

import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import sluice.core.model.ModelOverrides;

/**
 * Settings of a model and of the device that runs it. What is absent is left to OpenVINO, or
 * follows from what the device reports.
 *
 * @param name how streams name it, {@code [A-Za-z0-9_-]{1,64}}
 * @param model name of a manifest ({@code person-detection-hog} is built in), or path of a model's
 *     file: OpenVINO IR or ONNX
 * @param precision which of the manifest's precisions is taken: {@code FP32}, {@code FP16}, {@code
 *     FP16-INT8} …
 * @param device as OpenVINO names it: {@code CPU}, {@code GPU.1}, {@code AUTO:GPU,CPU} …
 * @param hint what the device is to favour
 * @param requests inference requests, at least 1
 * @param streams parallel streams on the device, at least 1
 * @param threads threads of inference, at least 1
 * @param prefetch prepared frames of a stream that wait behind the requests, at least 0
 * @param cacheDir folder for compiled models; one in the cache folder of Sluice where absent
 * @param properties further properties of the device by OpenVINO's names, in the order given; they
 *     win over the ones that follow from the rest
 * @param labels file with one label a line; the manifest's, or those of the model's maker, where
 *     absent
 * @param overrides overrides of what the manifest or the metadata say
 */
public record ModelConfig(
    String name,
    String model,
    Optional<String> precision,
    String device,
    Hint hint,
    OptionalInt requests,
    OptionalInt streams,
    OptionalInt threads,
    int prefetch,
    Optional<Path> cacheDir,
    Map<String, String> properties,
    Optional<Path> labels,
    ModelOverrides overrides) {

  /** Prepared frames that wait for a request unless something else is asked for. */
  public static final int DEFAULT_PREFETCH = 2;

  /** Keeps its own copy of the properties. */
  public ModelConfig {
    properties = Collections.unmodifiableMap(new LinkedHashMap<>(properties));
  }

  /** The same with other overrides. */
  public ModelConfig withOverrides(ModelOverrides other) {
    return new ModelConfig(
        name,
        model,
        precision,
        device,
        hint,
        requests,
        streams,
        threads,
        prefetch,
        cacheDir,
        properties,
        labels,
        other);
  }

  /** The same with other properties of the device. */
  public ModelConfig withProperties(Map<String, String> other) {
    return withDevice(device, other);
  }

  /** The same for another device, with other properties. */
  public ModelConfig withDevice(String otherDevice, Map<String, String> otherProperties) {
    return new ModelConfig(
        name,
        model,
        precision,
        otherDevice,
        hint,
        requests,
        streams,
        threads,
        prefetch,
        cacheDir,
        otherProperties,
        labels,
        overrides);
  }

  /** OpenVINO's {@code PERFORMANCE_HINT}. */
  public enum Hint {
    /** As many frames a second as can be. */
    THROUGHPUT,
    /** Each frame as soon as can be. */
    LATENCY,
    /** No hint; the properties say it all. */
    NONE
  }
}
