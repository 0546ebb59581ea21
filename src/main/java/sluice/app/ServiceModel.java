package sluice.app;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import sluice.config.StreamConfig;
import sluice.core.Detection;
import sluice.core.SluiceException;
import sluice.pipeline.Preparation;
import sluice.service.ModelFacts;
import sluice.service.OpenModel;
import sluice.stage.inference.EngineInfo;
import sluice.stage.inference.InferenceQueue;
import sluice.stage.inference.RequestPool;
import sluice.stage.postprocess.Postprocessor;

/** A compiled model that the service's streams share. */
final class ServiceModel implements OpenModel {
  private final ModelHandle handle;
  private final ModelSettings settings;
  private final ModelFacts facts;

  /**
   * A model that is ready.
   *
   * @param handle taken over
   * @param settings what it was opened with
   */
  ServiceModel(ModelHandle handle, ModelSettings settings) {
    this.handle = handle;
    this.settings = settings;
    EngineInfo info = handle.pool().info();
    this.facts =
        new ModelFacts(
            info.model(),
            info.devices(),
            handle.pool().input().width(),
            handle.pool().input().height(),
            info.requests(),
            info.properties(),
            info.readMillis(),
            info.compileMillis());
  }

  /** What brings a stream's pictures to the input; for one run. */
  Preparation preparation() {
    return PictureInput.of(handle.pool().input(), settings.resize());
  }

  /**
   * A place at the requests for one run.
   *
   * @param maxAge of a frame when its turn comes; null for no limit
   */
  InferenceQueue join(@Nullable Duration maxAge) {
    RequestPool pool = handle.pool();
    return pool.join(pool.requests() + settings.prefetch(), maxAge);
  }

  /** What the outputs mean to a stream: its threshold, or the model's, and its labels. */
  Postprocessor postprocessor(StreamConfig stream) {
    double threshold = stream.threshold().orElse(settings.threshold());
    Postprocessor all = handle.postprocessor((float) threshold);
    if (stream.labels().isEmpty()) {
      return all;
    }
    return (tensors, geometry) -> {
      List<Detection> found = all.detections(tensors, geometry);
      return found.stream().filter(each -> stream.labels().contains(each.label())).toList();
    };
  }

  @Override
  public ModelFacts facts() {
    return facts;
  }

  @Override
  public long inferences() {
    return handle.pool().inferences();
  }

  @Override
  public int busyRequests() {
    return handle.pool().busyRequests();
  }

  @Override
  public Duration longestInference() {
    return handle.pool().longestInference();
  }

  @Override
  public void cancelLongerThan(Duration limit) {
    handle.pool().cancelLongerThan(limit);
  }

  @Override
  public int abandon(SluiceException cause) {
    return handle.pool().abandon(cause);
  }

  @Override
  public void close() {
    handle.close();
  }
}
