package sluice.config.settings;

import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import sluice.core.model.ModelOverrides;

/**
 * Settings of a model and of the device that runs it. What is absent is left to OpenVINO, or
 * follows from what the device reports.
 *
 * @param name how streams name it, {@code [A-Za-z0-9_-]{1,64}}
 * @param model name of a manifest ({@code person-detection-hog} is built in), or path of a model's
 *     file, or of the folder that it is in
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

  /** Properties of the device that say how much it does at once. */
  private static final Set<String> PARALLELISM = Set.of("NUM_STREAMS", "INFERENCE_NUM_THREADS");

  /** Keeps its own copy of the properties. */
  public ModelConfig {
    properties = Collections.unmodifiableMap(new LinkedHashMap<>(properties));
  }

  /**
   * Builder with each setting at its default until it is set.
   *
   * @param name how streams name it
   * @param model name of a manifest, or path of a model's file
   */
  public static Builder builder(String name, String model) {
    return new Builder(name, model);
  }

  /** Builder with the settings of this one. */
  public Builder toBuilder() {
    return new Builder(name, model)
        .precision(precision)
        .device(device)
        .hint(hint)
        .requests(requests)
        .streams(streams)
        .threads(threads)
        .prefetch(prefetch)
        .cacheDir(cacheDir)
        .properties(properties)
        .labels(labels)
        .overrides(overrides);
  }

  /** The same with other overrides. */
  public ModelConfig withOverrides(ModelOverrides other) {
    return toBuilder().overrides(other).build();
  }

  /** The same with other properties of the device. */
  public ModelConfig withProperties(Map<String, String> other) {
    return toBuilder().properties(other).build();
  }

  /**
   * The same for a model that is asked now and then beside another that keeps the device busy: on
   * one stream and one thread of a CPU, so that the two don't oversubscribe it, unless its settings
   * say something of that themselves.
   */
  public ModelConfig besideAnother() {
    boolean isSaid =
        requests.isPresent()
            || streams.isPresent()
            || threads.isPresent()
            || !Collections.disjoint(properties.keySet(), PARALLELISM);
    return isSaid || !device.equals("CPU")
        ? this
        : toBuilder().streams(OptionalInt.of(1)).threads(OptionalInt.of(1)).build();
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

  /** Builder of a model's settings; for one thread. */
  public static final class Builder {
    private final String name;
    private final String model;
    private Optional<String> precision = Optional.empty();
    private String device = "CPU";
    private Hint hint = Hint.THROUGHPUT;
    private OptionalInt requests = OptionalInt.empty();
    private OptionalInt streams = OptionalInt.empty();
    private OptionalInt threads = OptionalInt.empty();
    private int prefetch = DEFAULT_PREFETCH;
    private Optional<Path> cacheDir = Optional.empty();
    private Map<String, String> properties = Map.of();
    private Optional<Path> labels = Optional.empty();
    private ModelOverrides overrides = ModelOverrides.NONE;

    private Builder(String name, String model) {
      this.name = name;
      this.model = model;
    }

    /** Sets {@link ModelConfig#precision}. */
    public Builder precision(Optional<String> value) {
      precision = value;
      return this;
    }

    /** Sets {@link ModelConfig#device}. */
    public Builder device(String value) {
      device = value;
      return this;
    }

    /** Sets {@link ModelConfig#hint}. */
    public Builder hint(Hint value) {
      hint = value;
      return this;
    }

    /** Sets {@link ModelConfig#requests}. */
    public Builder requests(OptionalInt value) {
      requests = value;
      return this;
    }

    /** Sets {@link ModelConfig#streams}. */
    public Builder streams(OptionalInt value) {
      streams = value;
      return this;
    }

    /** Sets {@link ModelConfig#threads}. */
    public Builder threads(OptionalInt value) {
      threads = value;
      return this;
    }

    /** Sets {@link ModelConfig#prefetch}. */
    public Builder prefetch(int value) {
      prefetch = value;
      return this;
    }

    /** Sets {@link ModelConfig#cacheDir}. */
    public Builder cacheDir(Optional<Path> value) {
      cacheDir = value;
      return this;
    }

    /** Sets {@link ModelConfig#properties}. */
    public Builder properties(Map<String, String> value) {
      properties = value;
      return this;
    }

    /** Sets {@link ModelConfig#labels}. */
    public Builder labels(Optional<Path> value) {
      labels = value;
      return this;
    }

    /** Sets {@link ModelConfig#overrides}. */
    public Builder overrides(ModelOverrides value) {
      overrides = value;
      return this;
    }

    /** The settings. */
    public ModelConfig build() {
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
          overrides);
    }
  }
}
