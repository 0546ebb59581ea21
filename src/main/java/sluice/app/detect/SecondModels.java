package sluice.app.detect;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import sluice.app.model.ConfiguredModel;
import sluice.app.model.JobModels;
import sluice.app.model.ModelHandle;
import sluice.core.ErrorCode;
import sluice.core.SluiceException;
import sluice.core.SourceInfo;
import sluice.core.StreamObserver;
import sluice.core.scene.ClassifySettings;
import sluice.pipeline.CropClassifier;

/** The second models of a job, compiled once for all of its inputs. */
final class SecondModels implements AutoCloseable {
  /** For models that don't depend on it. */
  private static final SourceInfo NO_SOURCE = new SourceInfo("", 1, 1, 0, -1, false);

  private final List<ClassifySettings> settings;
  private final List<JobModels> models = new ArrayList<>();

  private SecondModels(List<ClassifySettings> settings) {
    this.settings = settings;
  }

  /**
   * Compiles them.
   *
   * @throws SluiceException as {@link JobModels#open} does, and for a model that says nothing of a
   *     whole picture
   */
  static SecondModels open(DetectSettings job) {
    SecondModels opened = new SecondModels(job.scene().objects().classify());
    try {
      for (ConfiguredModel model : job.classifiers()) {
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
   * Takes a place at each for an input.
   *
   * @param readers runs what reads outputs
   * @param observer told of answers
   * @param onFailure told of a device that failed
   */
  List<CropClassifier> join(
      Executor readers, StreamObserver observer, Consumer<Throwable> onFailure) {
    List<CropClassifier> joined = new ArrayList<>();
    for (int i = 0; i < models.size(); i++) {
      ModelHandle model = handle(i);
      joined.add(
          CropClassifier.join(
              settings.get(i),
              model.forStream(0, null, model.postprocessor()),
              readers,
              observer,
              onFailure));
    }
    return joined;
  }

  /** Leaves the places, and waits until no inference works for them. */
  static void leave(List<CropClassifier> joined) {
    joined.forEach(CropClassifier::close);
    CompletableFuture.allOf(
            joined.stream()
                .map(each -> each.free().toCompletableFuture())
                .toArray(CompletableFuture<?>[]::new))
        .join();
  }

  /** Tensors on lease; 0 after runs that ended in order. */
  int leasedTensors() {
    return models.stream().mapToInt(JobModels::leasedTensors).sum();
  }

  @Override
  public void close() {
    models.forEach(JobModels::close);
  }
}
