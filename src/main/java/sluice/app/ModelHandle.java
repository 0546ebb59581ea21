package sluice.app;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import sluice.catalog.Labels;
import sluice.core.ChannelOrder;
import sluice.core.ErrorCode;
import sluice.openvino.Core;
import sluice.openvino.OpenVinoException;
import sluice.openvino.Properties;
import sluice.stage.inference.InferenceEngine;
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

  private ModelHandle(Core core, RequestPool pool, Labels labels, float threshold) {
    this.core = core;
    this.pool = pool;
    this.labels = labels;
    this.postprocessor = new SsdPostprocessor(pool.outputs(), threshold, labels::of);
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
    return open(settings, file, Labels.none());
  }

  /**
   * The same for a model that has labels of its own; those that the settings name win over them.
   */
  static ModelHandle open(ModelSettings settings, Path file, Labels own) {
    return open(settings, file, own, ChannelOrder.BGR);
  }

  /** The same with something before its engine, which is closed with the model. */
  static ModelHandle open(
      ModelSettings settings,
      Path file,
      Labels own,
      Function<OpenVinoEngine, InferenceEngine> front) {
    return open(settings, own, engineSettings(settings, file, ChannelOrder.BGR), front);
  }

  /** The same for a model that was trained on colours in another order. */
  static ModelHandle open(ModelSettings settings, Path file, Labels own, ChannelOrder channels) {
    return open(settings, own, engineSettings(settings, file, channels));
  }

  /** The same for a model of the catalogue. */
  static ModelHandle open(ModelSettings settings, ModelSource.Catalogued model) {
    return open(settings, model, compiled -> compiled);
  }

  /** The same with something before its engine, which is closed with the model. */
  static ModelHandle open(
      ModelSettings settings,
      ModelSource.Catalogued model,
      Function<OpenVinoEngine, InferenceEngine> front) {
    EngineSettings engine = engineSettings(settings, model.path(), model.channels());
    return open(settings, model.labels(), engine.normalised(model.mean(), model.scale()), front);
  }

  private static ModelHandle open(ModelSettings settings, Labels own, EngineSettings engine) {
    return open(settings, own, engine, compiled -> compiled);
  }

  /** The same for a model's engine that something stands before. */
  private static ModelHandle open(
      ModelSettings settings,
      Labels own,
      EngineSettings engine,
      Function<OpenVinoEngine, InferenceEngine> front) {
    Labels labels = settings.labels().map(Labels::read).orElse(own);
    Core core = newCore();
    try {
      DeviceNames.check(settings.device(), core.availableDevices());
      RequestPool pool = new RequestPool(front.apply(OpenVinoEngine.open(core, engine)));
      try {
        return new ModelHandle(core, pool, labels, settings.threshold());
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
      Core core = Core.create();
      CpuShare.heed(core);
      return core;
    } catch (OpenVinoException failure) {
      throw Failures.translate(ErrorCode.ENVIRONMENT, "OpenVINO does not start", failure);
    }
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

  /**
   * What the outputs mean, with another threshold.
   *
   * @param threshold least confidence of a detection, 0 to 1
   */
  Postprocessor postprocessor(float threshold) {
    return new SsdPostprocessor(pool.outputs(), threshold, labels::of);
  }

  /** What the outputs mean. */
  Postprocessor postprocessor() {
    return postprocessor;
  }

  @Override
  public void close() {
    pool.close();
    core.close();
  }
}
