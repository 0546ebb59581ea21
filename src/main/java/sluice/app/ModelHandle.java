package sluice.app;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import sluice.catalog.Labels;
import sluice.core.ChannelOrder;
import sluice.core.ErrorCode;
import sluice.openvino.Core;
import sluice.openvino.OpenVinoException;
import sluice.openvino.Properties;
import sluice.stage.inference.RequestPool;
import sluice.stage.inference.openvino.EngineSettings;
import sluice.stage.inference.openvino.Failures;
import sluice.stage.inference.openvino.OpenVinoEngine;
import sluice.stage.postprocess.Postprocessor;
import sluice.stage.postprocess.SsdPostprocessor;

/**
 * A model that is ready to work: OpenVINO's core, the compiled model's requests, and what its
 * outputs mean.
 */
final class ModelHandle implements AutoCloseable {
  private final Core core;
  private final RequestPool pool;
  private final Labels labels;
  private final Postprocessor postprocessor;

  private ModelHandle(Core core, RequestPool pool, Labels labels, Postprocessor postprocessor) {
    this.core = core;
    this.pool = pool;
    this.labels = labels;
    this.postprocessor = postprocessor;
  }

  /**
   * Reads and compiles a model.
   *
   * @param settings how it is run
   * @param file the model; the one that the settings name, or was written for them
   * @throws sluice.core.SluiceException when OpenVINO, the device, the labels or the model can't be
   *     had
   */
  static ModelHandle open(ModelSettings settings, Path file) {
    return open(settings, file, labels(settings));
  }

  /** The same with labels that are known already. */
  static ModelHandle open(ModelSettings settings, Path file, Labels labels) {
    return open(settings, file, labels, ChannelOrder.BGR);
  }

  /** The same for a model that was trained on colours in another order. */
  static ModelHandle open(ModelSettings settings, Path file, Labels labels, ChannelOrder channels) {
    return open(settings, labels, engineSettings(settings, file, channels));
  }

  /** The same for a model of the catalogue; labels that the settings name win over its own. */
  static ModelHandle open(ModelSettings settings, ModelSource.Catalogued model) {
    EngineSettings engine = engineSettings(settings, model.path(), model.channels());
    return open(
        settings,
        settings.labels().map(Labels::read).orElseGet(model::labels),
        engine.normalised(model.mean(), model.scale()));
  }

  private static ModelHandle open(ModelSettings settings, Labels labels, EngineSettings engine) {
    Core core = newCore();
    try {
      DeviceNames.check(settings.device(), core.availableDevices());
      RequestPool pool = new RequestPool(OpenVinoEngine.open(core, engine));
      try {
        Postprocessor family =
            new SsdPostprocessor(pool.outputs(), settings.threshold(), labels::of);
        return new ModelHandle(core, pool, labels, family);
      } catch (RuntimeException failure) {
        pool.close();
        throw failure;
      }
    } catch (RuntimeException failure) {
      core.close();
      throw failure;
    }
  }

  private static Core newCore() {
    try {
      return Core.create();
    } catch (OpenVinoException failure) {
      throw Failures.translate(ErrorCode.ENVIRONMENT, "OpenVINO does not start", failure);
    }
  }

  private static Labels labels(ModelSettings settings) {
    return settings.labels().map(Labels::read).orElseGet(Labels::none);
  }

  private static EngineSettings engineSettings(
      ModelSettings settings, Path file, ChannelOrder channels) {
    return EngineSettings.of(
        file, channels, settings.device(), properties(settings), settings.requests());
  }

  /** What the flags mean in OpenVINO's words; properties that were given by name win. */
  static Map<String, String> properties(ModelSettings settings) {
    Map<String, String> properties = new LinkedHashMap<>();
    switch (settings.hint()) {
      case THROUGHPUT -> properties.put(Properties.PERFORMANCE_HINT, Properties.THROUGHPUT);
      case LATENCY -> properties.put(Properties.PERFORMANCE_HINT, Properties.LATENCY);
      case NONE -> {}
    }
    settings.streams().ifPresent(n -> properties.put(Properties.NUM_STREAMS, Integer.toString(n)));
    settings
        .threads()
        .ifPresent(n -> properties.put(Properties.INFERENCE_NUM_THREADS, Integer.toString(n)));
    properties.putAll(settings.properties());
    return properties;
  }

  /** The requests, and who waits for them. */
  RequestPool pool() {
    return pool;
  }

  /** What the outputs mean. */
  Postprocessor postprocessor() {
    return postprocessor;
  }

  /** The same with another least confidence, 0 to 1. */
  Postprocessor postprocessor(float threshold) {
    return new SsdPostprocessor(pool.outputs(), threshold, labels::of);
  }

  @Override
  public void close() {
    pool.close();
    core.close();
  }
}
