package sluice.app.bench;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import sluice.app.StreamSystem;
import sluice.app.model.ConfiguredModel;
import sluice.app.model.JobModels;
import sluice.app.model.ModelHandle;
import sluice.app.model.SecondModels;
import sluice.bench.BenchMode;
import sluice.bench.BenchSubject;
import sluice.bench.FollowedObjects;
import sluice.bench.MeasureSettings;
import sluice.bench.MeasuredMode;
import sluice.bench.MeteredEngine;
import sluice.bench.ModeMeasurer;
import sluice.catalog.recognition.Recognition;
import sluice.core.StreamObserver;
import sluice.core.scene.ObjectPictures;
import sluice.core.scene.SceneListener;
import sluice.core.scene.SceneMemory;
import sluice.core.scene.SceneSettings;
import sluice.pipeline.CropClassifier;
import sluice.pipeline.StreamSession;
import sluice.stage.inference.EngineInfo;
import sluice.stage.inference.InferenceEngine;
import sluice.stage.inference.openvino.OpenVinoEngine;
import sluice.stage.objects.ObjectStage;
import sluice.stage.result.ResultStage;

/** A model compiled as settings have it, ready to be measured on one input. */
public final class BenchModel implements AutoCloseable {
  private final JobModels models;
  private final SecondModels second;
  private final ModelHandle handle;
  private final BenchSubject subject;
  private final OpenVinoEngine engine;

  private BenchModel(
      JobModels models,
      SecondModels second,
      ModelHandle handle,
      BenchSubject subject,
      OpenVinoEngine engine) {
    this.models = models;
    this.second = second;
    this.handle = handle;
    this.subject = subject;
    this.engine = engine;
  }

  /** Remembers the one engine that is opened here, and puts the meter before it. */
  private static final class Front {
    private @Nullable OpenVinoEngine engine;
    private @Nullable MeteredEngine metered;

    InferenceEngine put(OpenVinoEngine opened) {
      MeteredEngine before = new MeteredEngine(opened);
      engine = opened;
      metered = before;
      return before;
    }
  }

  /**
   * Reads and compiles a model.
   *
   * @param input that it is measured on; a built-in model is written for its shape
   * @param streams where graphs run; stays the caller's
   * @throws sluice.core.SluiceException as {@link JobModels#open} does
   */
  public static BenchModel open(ConfiguredModel model, BenchInput input, StreamSystem streams) {
    return open(model, input, streams, SceneSettings.NONE, List.of());
  }

  /**
   * The same.
   *
   * @param scene what streams are to tell of objects over time
   * @param classifiers the second models of the scene, in the order of its settings
   */
  public static BenchModel open(
      ConfiguredModel model,
      BenchInput input,
      StreamSystem streams,
      SceneSettings scene,
      List<ConfiguredModel> classifiers) {
    SecondModels second = SecondModels.open(scene.objects().classify(), classifiers);
    try {
      return open(model, input, streams, scene, second);
    } catch (RuntimeException | Error failure) {
      second.close();
      throw failure;
    }
  }

  private static BenchModel open(
      ConfiguredModel model,
      BenchInput input,
      StreamSystem streams,
      SceneSettings scene,
      SecondModels second) {
    Front front = new Front();
    JobModels models = JobModels.open(model, front::put);
    try {
      ModelHandle handle = models.suited(input.info());
      MeteredEngine metered = front.metered;
      OpenVinoEngine engine = front.engine;
      if (metered == null || engine == null) {
        throw new IllegalStateException("no engine was opened");
      }
      BenchSubject subject =
          new BenchSubject(
              metered,
              handle.pool(),
              model.config().prefetch(),
              handle::preparation,
              handle.postprocessor(),
              input.location(),
              input.opener(),
              input.frameRate(),
              streams.system(),
              followed(handle, scene, second, streams));
      return new BenchModel(models, second, handle, subject, engine);
    } catch (RuntimeException | Error failure) {
      models.close();
      throw failure;
    }
  }

  private static Optional<FollowedObjects> followed(
      ModelHandle handle, SceneSettings scene, SecondModels second, StreamSystem streams) {
    if (!scene.isTracked()) {
      return Optional.empty();
    }
    float threshold = handle.threshold();
    return Optional.of(
        new FollowedObjects(
            () -> objects(scene, threshold, second, streams),
            handle.postprocessor((float) scene.readFrom(threshold)),
            threshold));
  }

  private static ResultStage objects(
      SceneSettings scene, float threshold, SecondModels second, StreamSystem streams) {
    ObjectStage objects =
        new ObjectStage(
            scene,
            threshold,
            new SceneMemory(),
            SceneListener.NONE,
            ObjectPictures.NONE,
            StreamObserver.NONE);
    ClassifiedObjects stage = new ClassifiedObjects(objects);
    List<CropClassifier> joined =
        second.join(
            streams.system().classicSystem().dispatchers().lookup(StreamSession.DISPATCHER),
            StreamObserver.NONE,
            stage::fail);
    stage.own(joined);
    objects.configure(scene, threshold, joined);
    return stage;
  }

  /**
   * Measures a mode, as {@link ModeMeasurer#measure} has it.
   *
   * @param cancelled once it completes, the measurement ends
   */
  public MeasuredMode measure(
      BenchMode mode,
      int repeat,
      int order,
      MeasureSettings settings,
      CompletionStage<?> cancelled) {
    return new ModeMeasurer(subject, cancelled).measure(mode, repeat, order, settings);
  }

  /** What is measured. */
  BenchSubject subject() {
    return subject;
  }

  /** What the model was found to be. */
  Recognition recognition() {
    return handle.recognition();
  }

  /** What was compiled. */
  public EngineInfo info() {
    return handle.pool().info();
  }

  /** The devices that execute the model now, as OpenVINO names them. */
  String executionDevices() {
    return engine.executionDevices();
  }

  /** Whether it came from the cache of compiled models. */
  boolean isLoadedFromCache() {
    return engine.isLoadedFromCache();
  }

  /** Tensors on lease; 0 while nothing is measured. */
  int leasedTensors() {
    return handle.pool().leasedTensors() + second.leasedTensors();
  }

  @Override
  public void close() {
    second.close();
    models.close();
  }
}
