package sluice.app.service;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import sluice.app.model.JobModels;
import sluice.app.model.ModelHandle;
import sluice.config.settings.StreamConfig;
import sluice.core.ErrorCode;
import sluice.core.Failures;
import sluice.core.SluiceException;
import sluice.core.model.InputSpec;
import sluice.pipeline.StreamModel;
import sluice.service.model.ModelFacts;
import sluice.service.model.OpenModel;
import sluice.stage.inference.EngineInfo;
import sluice.stage.inference.RequestPool;
import sluice.stage.postprocess.Postprocessor;

/** A compiled model of the service. */
final class ServiceModel implements OpenModel {
  private static final Logger LOG = LoggerFactory.getLogger(ServiceModel.class);

  private final JobModels models;
  private final ModelHandle handle;
  private final int prefetch;

  /**
   * Takes over the models, of which the handle is the only one.
   *
   * @param prefetch prepared frames of a stream that wait behind the requests
   */
  ServiceModel(JobModels models, ModelHandle handle, int prefetch) {
    this.models = models;
    this.handle = handle;
    this.prefetch = prefetch;
  }

  private RequestPool pool() {
    return handle.pool();
  }

  /**
   * The model as a stream uses it.
   *
   * @param maxAge of a frame when its turn comes; null for no limit
   * @throws SluiceException when the stream has tiles and the model is none that finds objects
   */
  StreamModel forStream(StreamConfig stream, @Nullable Duration maxAge) {
    handle.checkTiles(stream.tiles(), "tiles.grid", stream.model());
    return handle.forStream(prefetch, maxAge, postprocessor(stream), stream.tiles());
  }

  /**
   * The model as a stream asks it of objects.
   *
   * @param name of its configuration
   * @throws SluiceException when it is none that says something of a whole picture
   */
  StreamModel forObjects(String name) {
    if (!handle.family().classifies()) {
      throw new SluiceException(
          ErrorCode.USAGE,
          "objects.classify: model %s is of family %s (expected: one that says something of a whole picture: classification or attributes)"
              .formatted(name, handle.family()));
    }
    return handle.forCrops(handle.postprocessor());
  }

  /** Least confidence of what counts for a stream: its own threshold, else the model's. */
  double threshold(StreamConfig stream) {
    return stream.threshold().orElse(handle.threshold());
  }

  /** The reader of the outputs from the threshold on that the stream, or its tracker, needs. */
  private Postprocessor postprocessor(StreamConfig stream) {
    return handle.postprocessor((float) stream.scene().readFrom(threshold(stream)));
  }

  @Override
  public ModelFacts facts() {
    EngineInfo info = pool().info();
    InputSpec input = pool().input();
    return new ModelFacts(
        info.model(),
        String.join(",", List.of(info.devices().split("[,\\s]+"))),
        input.width(),
        input.height(),
        handle.namedClasses(),
        info.requests(),
        info.properties(),
        info.readMillis(),
        info.compileMillis());
  }

  @Override
  public long inferences() {
    return pool().inferences();
  }

  @Override
  public int busyRequests() {
    return pool().busyRequests();
  }

  @Override
  public int waitingFrames() {
    return pool().waitingFrames();
  }

  @Override
  public int tensorSets() {
    return pool().madeTensors();
  }

  @Override
  public Duration longestInference() {
    return pool().longestInference();
  }

  @Override
  public void cancelLongerThan(Duration limit) {
    pool().cancelLongerThan(limit);
  }

  @Override
  public int abandon(SluiceException cause) {
    return pool().abandon(cause);
  }

  @Override
  public void close() {
    try {
      models.close();
    } catch (RuntimeException failure) {
      LOG.warn("{} was not closed in order: {}", pool().info().model(), Failures.reason(failure));
    }
  }
}
