package sluice.app.model;

import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import sluice.app.ModelFamilies;
import sluice.catalog.Labels;
import sluice.catalog.recognition.Recognition;
import sluice.config.settings.ModelConfig;
import sluice.core.ErrorCode;
import sluice.core.SluiceException;
import sluice.core.TileSettings;
import sluice.core.model.ClassifierHeads;
import sluice.core.model.InputNormalization;
import sluice.core.model.ModelFamily;
import sluice.openvino.Core;
import sluice.openvino.OpenVinoException;
import sluice.openvino.Properties;
import sluice.pipeline.StreamModel;
import sluice.pipeline.TileRegions;
import sluice.stage.inference.InferenceEngine;
import sluice.stage.inference.RequestPool;
import sluice.stage.inference.openvino.EngineSettings;
import sluice.stage.inference.openvino.OpenVinoEngine;
import sluice.stage.inference.openvino.OpenVinoFailures;
import sluice.stage.inference.openvino.ReadModel;
import sluice.stage.postprocess.Postprocessor;
import sluice.stage.postprocess.ReadingSettings;

/**
 * Handle of a compiled model: OpenVINO's core, the inference requests, the preprocessing of
 * pictures, and the decoding of outputs.
 */
public final class ModelHandle implements AutoCloseable {
  private final Core core;
  private final RequestPool pool;
  private final Recognition recognition;
  private final ReadingSettings reading;
  private final Postprocessor postprocessor;
  private final int namedClasses;

  private ModelHandle(
      Core core, RequestPool pool, Recognition recognition, Labels labels, ClassifierHeads heads) {
    this.core = core;
    this.pool = pool;
    this.recognition = recognition;
    this.namedClasses = labels.named() + heads.labels();
    this.reading =
        new ReadingSettings(
            recognition.threshold(),
            (float) recognition.iou().orElse(ReadingSettings.DEFAULT_IOU),
            ReadingSettings.DEFAULT_TOP,
            recognition.multiLabel(),
            labels::of,
            heads,
            recognition.keyPoints());
    this.postprocessor = postprocessor(recognition.threshold());
  }

  /**
   * Reads and compiles a model.
   *
   * @param config how it is run; compiled models are cached where a property says so, whatever its
   *     {@link ModelConfig#cacheDir}
   * @param file the model; the one that the configuration names, or was written for them
   * @param own labels that it is known to have; those of a file that the configuration names win
   *     over them, and they over those that its maker has written into it
   * @throws sluice.core.SluiceException when OpenVINO, the device, the labels or the model can't be
   *     had
   */
  public static ModelHandle open(ModelConfig config, Path file, Labels own) {
    return open(config, file, own, compiled -> compiled);
  }

  /** The same with something before its engine, which is closed with the model. */
  static ModelHandle open(
      ModelConfig config, Path file, Labels own, Function<OpenVinoEngine, InferenceEngine> front) {
    Labels named = config.labels().map(Labels::read).orElse(own);
    Core core = newCore();
    try {
      DeviceNames.check(config.device(), core.availableDevices());
      return open(core, config, file, named, front);
    } catch (RuntimeException failure) {
      core.close();
      throw failure;
    }
  }

  private static ModelHandle open(
      Core core,
      ModelConfig config,
      Path file,
      Labels named,
      Function<OpenVinoEngine, InferenceEngine> front) {
    try (ReadModel model = ReadModel.read(core, file)) {
      AnalysedModel known = AnalysedModel.of(model, config.overrides(), ModelFamilies.ALL);
      Recognition recognition = known.recognition();
      Labels labels = named.isEmpty() ? Labels.of(recognition.labels()) : named;
      OpenVinoEngine engine = OpenVinoEngine.open(core, model, engineSettings(config, file, known));
      RequestPool pool = new RequestPool(front.apply(engine));
      try {
        return new ModelHandle(core, pool, recognition, labels, config.overrides().heads());
      } catch (RuntimeException failure) {
        pool.close();
        throw failure;
      }
    }
  }

  private static Core newCore() {
    try {
      Core core = Core.create();
      CpuShare.heed(core);
      return core;
    } catch (OpenVinoException failure) {
      throw OpenVinoFailures.translate(ErrorCode.ENVIRONMENT, "OpenVINO does not start", failure);
    }
  }

  private static EngineSettings engineSettings(ModelConfig config, Path file, AnalysedModel known) {
    InputNormalization normalization = known.recognition().normalization();
    return EngineSettings.of(
            file, normalization.channels(), config.device(), properties(config), config.requests())
        .normalised(normalization.mean(), normalization.scale())
        .sized(known.inputSize());
  }

  /** The flags as OpenVINO's properties; properties that were given by name win. */
  static Map<String, String> properties(ModelConfig config) {
    Map<String, String> properties = new LinkedHashMap<>();
    switch (config.hint()) {
      case THROUGHPUT -> properties.put(Properties.PERFORMANCE_HINT, Properties.THROUGHPUT);
      case LATENCY -> properties.put(Properties.PERFORMANCE_HINT, Properties.LATENCY);
      case NONE -> {}
    }
    config.streams().ifPresent(n -> properties.put(Properties.NUM_STREAMS, Integer.toString(n)));
    config
        .threads()
        .ifPresent(n -> properties.put(Properties.INFERENCE_NUM_THREADS, Integer.toString(n)));
    properties.putAll(config.properties());
    return properties;
  }

  /** The requests, and the callers that wait for them. */
  public RequestPool pool() {
    return pool;
  }

  /** What it was found to be. */
  public Recognition recognition() {
    return recognition;
  }

  /** What reads its outputs. */
  public ModelFamily family() {
    return recognition.family();
  }

  /** Least confidence of what counts, where nothing else is asked for, 0 to 1. */
  public float threshold() {
    return recognition.threshold();
  }

  /** How many of its classes have a name; the labels of the others are their numbers. */
  public int namedClasses() {
    return namedClasses;
  }

  /** A preprocessor for one run. */
  public PreprocessorAdapter preparation() {
    return PreprocessorAdapter.of(pool.input(), recognition.normalization());
  }

  /**
   * What the outputs mean, with another threshold.
   *
   * @param threshold least confidence of a detection, 0 to 1
   */
  public Postprocessor postprocessor(float threshold) {
    return ModelFamilies.ALL.reader(
        recognition.family(), pool.input(), pool.outputs(), reading.threshold(threshold));
  }

  /** What the outputs mean. */
  public Postprocessor postprocessor() {
    return postprocessor;
  }

  /**
   * The model as one stream uses it.
   *
   * @param prefetch prepared frames of the stream that wait behind the requests
   * @param maxAge a frame older than this is dropped when its turn comes; null for no limit
   * @param reader what the outputs mean to the stream
   * @param tiles in which it gets the stream's pictures
   */
  public StreamModel forStream(
      int prefetch, @Nullable Duration maxAge, Postprocessor reader, TileSettings tiles) {
    return new StreamModel(
        pool, prefetch, maxAge, this::preparation, reader, TileRegions.of(tiles).orElse(null));
  }

  /**
   * The model as it is asked of parts that are cut out of pictures for it.
   *
   * @param reader what the outputs mean
   */
  public StreamModel forCrops(Postprocessor reader) {
    return forStream(0, null, reader, TileSettings.NONE);
  }

  /**
   * Refuses tiles for a model that says something of the whole picture.
   *
   * @param setting what asks for them, for the message
   * @param name of the model, for the message
   * @throws SluiceException of code USAGE
   */
  public void checkTiles(TileSettings tiles, String setting, String name) {
    if (tiles.isOn() && family().classifies()) {
      throw new SluiceException(
          ErrorCode.USAGE,
          "%s: %s with model %s of family %s (expected: a model that finds objects, or 1x1)"
              .formatted(setting, tiles.grid(), name, family()));
    }
  }

  @Override
  public void close() {
    pool.close();
    core.close();
  }
}
