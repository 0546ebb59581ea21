package sluice.app.service;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import sluice.core.StreamObserver;
import sluice.core.scene.ClassifySettings;
import sluice.pipeline.CropClassifier;
import sluice.pipeline.StreamModel;
import sluice.service.model.ModelSlot;

/**
 * The second models of one run: places at the models that are leased now, which are left when
 * others take their place or the run ends. Thread-safe; no method blocks.
 */
final class RunClassifiers {
  private final Executor blocking;
  private final Executor readers;
  private final StreamObserver observer;
  private final BiConsumer<ModelSlot, Throwable> onFailure;
  private List<CropClassifier> current = List.of();
  private long generation;
  private boolean over;

  /**
   * No models yet.
   *
   * @param blocking runs what makes memory at a model
   * @param readers runs what reads outputs
   * @param observer told of answers
   * @param onFailure told of a model that can't be used, or whose device failed
   */
  RunClassifiers(
      Executor blocking,
      Executor readers,
      StreamObserver observer,
      BiConsumer<ModelSlot, Throwable> onFailure) {
    this.blocking = blocking;
    this.readers = readers;
    this.observer = observer;
    this.onFailure = onFailure;
  }

  /**
   * A second model that is leased.
   *
   * @param settings of which objects it is asked
   * @param model borrowed
   */
  record Leased(ClassifySettings settings, StreamModel model) {
    ModelSlot slot() {
      return ModelSlot.classification(settings.model());
    }
  }

  /**
   * Uses these models in place of those before.
   *
   * @param ready gets the classifiers once they can be asked, unless others took their place
   * @return completes, never fails, when nothing of these models is used any more
   */
  CompletionStage<Void> use(List<Leased> models, Consumer<List<CropClassifier>> ready) {
    long number;
    List<CropClassifier> before;
    synchronized (this) {
      number = ++generation;
      before = current;
      current = List.of();
    }
    before.forEach(CropClassifier::close);
    if (models.isEmpty()) {
      ready.accept(List.of());
      return CompletableFuture.completedStage(null);
    }
    return CompletableFuture.supplyAsync(() -> join(models), blocking)
        .thenCompose(joined -> usedUp(joined, number, ready));
  }

  private List<CropClassifier> join(List<Leased> models) {
    List<CropClassifier> joined = new ArrayList<>();
    for (Leased each : models) {
      try {
        joined.add(
            CropClassifier.join(
                each.settings(),
                each.model(),
                readers,
                observer,
                cause -> onFailure.accept(each.slot(), cause)));
      } catch (RuntimeException | Error failure) {
        onFailure.accept(each.slot(), failure);
      }
    }
    return joined;
  }

  private CompletionStage<Void> usedUp(
      List<CropClassifier> joined, long number, Consumer<List<CropClassifier>> ready) {
    boolean isCurrent;
    synchronized (this) {
      isCurrent = number == generation && !over;
      if (isCurrent) {
        current = joined;
      }
    }
    if (isCurrent) {
      ready.accept(joined);
    } else {
      joined.forEach(CropClassifier::close);
    }
    return CropClassifier.allFree(joined);
  }

  /** The run has ended: nothing is asked any more. */
  void end() {
    List<CropClassifier> last;
    synchronized (this) {
      over = true;
      last = current;
      current = List.of();
    }
    last.forEach(CropClassifier::close);
  }
}
