package sluice.app.model;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import sluice.core.ErrorCode;
import sluice.core.SluiceException;
import sluice.core.SourceInfo;
import sluice.core.StreamObserver;
import sluice.core.scene.ClassifySettings;
import sluice.pipeline.CropClassifier;

/** The second models of a job, compiled once for all of its inputs. Thread-safe. */
public final class SecondModels implements AutoCloseable {
  /** For models that don't depend on it. */
  private static final SourceInfo NO_SOURCE = new SourceInfo("", 1, 1, 0, -1, false);

  private final List<ClassifySettings> settings;
  private final List<JobModels> models = new ArrayList<>();
  private final List<CropClassifier> places = new ArrayList<>();

  private SecondModels(List<ClassifySettings> settings) {
    this.settings = settings;
  }

  /**
   * Compiles them.
   *
   * @param settings of which objects they are asked
   * @param models in the order of the settings
   * @throws SluiceException as {@link JobModels#open} does, and for a model that says nothing of a
   *     whole picture
   */
  public static SecondModels open(List<ClassifySettings> settings, List<ConfiguredModel> models) {
    SecondModels opened = new SecondModels(settings);
    try {
      for (ConfiguredModel model : models) {
        opened.models.add(JobModels.open(model));
        requireClassifier(model, opened.handle(opened.models.size() - 1));
      }
      return opened;
    } catch (RuntimeException | Error failure) {
      opened.close();
      throw failure;
    }
  }

  private static void requireClassifier(ConfiguredModel model, ModelHandle handle) {
    if (!handle.family().classifies()) {
      throw new SluiceException(
          ErrorCode.USAGE,
          "--classify: model %s is of family %s (expected: one that says something of a whole picture: classification or attributes)"
              .formatted(model.config().name(), handle.family()));
    }
  }

  private ModelHandle handle(int index) {
    return models.get(index).suited(NO_SOURCE);
  }

  /**
   * Takes a place at each for an input; the caller closes them.
   *
   * @param readers runs what reads outputs
   * @param observer told of answers
   * @param onFailure told of a device that failed
   */
  public synchronized List<CropClassifier> join(
      Executor readers, StreamObserver observer, Consumer<Throwable> onFailure) {
    List<CropClassifier> joined = new ArrayList<>();
    for (int i = 0; i < models.size(); i++) {
      ModelHandle model = handle(i);
      joined.add(
          CropClassifier.join(
              settings.get(i),
              model.forCrops(model.postprocessor()),
              readers,
              observer,
              onFailure));
    }
    places.removeIf(place -> place.free().toCompletableFuture().isDone());
    places.addAll(joined);
    return joined;
  }

  /** Tensors on lease; 0 after runs that ended in order. */
  public int leasedTensors() {
    return models.stream().mapToInt(JobModels::leasedTensors).sum();
  }

  /** Leaves what is left of the places, waits until no inference works for them, and closes all. */
  @Override
  public synchronized void close() {
    leave(places);
    models.forEach(JobModels::close);
  }

  /** Leaves places, and waits until no inference works for them. */
  public static void leave(List<CropClassifier> places) {
    places.forEach(CropClassifier::close);
    CropClassifier.allFree(places).toCompletableFuture().join();
  }
}
