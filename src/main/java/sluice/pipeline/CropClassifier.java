package sluice.pipeline;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import sluice.core.Attribute;
import sluice.core.Box;
import sluice.core.Classification;
import sluice.core.CropInference;
import sluice.core.Failures;
import sluice.core.Geometry;
import sluice.core.Picture;
import sluice.core.Predictions;
import sluice.core.StreamObserver;
import sluice.core.TensorSet;
import sluice.core.scene.ClassifySettings;
import sluice.stage.inference.InferenceOutcome;
import sluice.stage.inference.InferenceQueue;
import sluice.stage.objects.ObjectClassifier;

/**
 * A second model that is asked of objects: cuts them out of the decoder's picture straight into the
 * model's input, infers, and keeps the answers until they are taken. No picture is held while an
 * inference waits, and no frame waits for an answer. Thread-safe.
 */
public final class CropClassifier implements ObjectClassifier, AutoCloseable {
  private final ClassifySettings settings;
  private final StreamModel model;
  private final InputPreprocessor preparation;
  private final InferenceQueue queue;
  private final Executor readers;
  private final StreamObserver observer;
  private final Consumer<Throwable> onFailure;
  private final List<Answer> answers = new ArrayList<>();
  private final CompletableFuture<Void> free = new CompletableFuture<>();
  private CompletableFuture<Void> idle = CompletableFuture.completedFuture(null);
  private int underWay;
  private boolean closed;
  private boolean failed;

  private CropClassifier(
      ClassifySettings settings,
      StreamModel model,
      InputPreprocessor preparation,
      InferenceQueue queue,
      Executor readers,
      StreamObserver observer,
      Consumer<Throwable> onFailure) {
    this.settings = settings;
    this.model = model;
    this.preparation = preparation;
    this.queue = queue;
    this.readers = readers;
    this.observer = observer;
    this.onFailure = onFailure;
  }

  /** An object that was cut out, while the model is asked of it. */
  private record Crop(
      long object, double weight, Geometry geometry, long askedNanos, long submittedNanos) {
    CropInference inferred(String model, InferenceOutcome.Inferred outcome) {
      return new CropInference(
          model,
          object,
          askedNanos,
          submittedNanos,
          outcome.waitNanos(),
          outcome.inferenceNanos(),
          System.nanoTime());
    }
  }

  /**
   * Takes a place at a model. It may take a moment, as memory is made for it.
   *
   * @param model borrowed until {@link #free} completes
   * @param readers runs what reads the outputs
   * @param observer told of each answer
   * @param onFailure told once, from any thread, of the first inference that the device failed
   * @throws RuntimeException when the model takes nobody any more
   */
  public static CropClassifier join(
      ClassifySettings settings,
      StreamModel model,
      Executor readers,
      StreamObserver observer,
      Consumer<Throwable> onFailure) {
    InputPreprocessor preparation = model.newPreparation();
    try {
      return new CropClassifier(
          settings, model, preparation, model.join(), readers, observer, onFailure);
    } catch (RuntimeException | Error failure) {
      preparation.close();
      throw failure;
    }
  }

  @Override
  public ClassifySettings settings() {
    return settings;
  }

  @Override
  public synchronized boolean ask(long object, double weight, Picture picture, Box box) {
    if (closed || failed || underWay >= queue.parallelism()) {
      return false;
    }
    long asked = System.nanoTime();
    TensorSet tensors = queue.lease();
    CompletionStage<InferenceOutcome> outcome;
    Crop crop;
    try {
      Geometry geometry = preparation.prepare(picture, box, tensors);
      crop = new Crop(object, weight, geometry, asked, System.nanoTime());
      outcome = queue.submit(tensors, crop.submittedNanos());
    } catch (RuntimeException | Error failure) {
      tensors.close();
      throw failure;
    }
    if (underWay++ == 0) {
      idle = new CompletableFuture<>();
    }
    var _ =
        outcome.whenCompleteAsync(
            (done, failure) -> {
              try (tensors) {
                answered(crop, tensors, done, failure);
              } finally {
                returned();
              }
            },
            readers);
    return true;
  }

  private void answered(
      Crop crop,
      TensorSet tensors,
      @Nullable InferenceOutcome outcome,
      @Nullable Throwable failure) {
    try {
      if (failure != null) {
        fail(Failures.unwrap(failure));
      } else if (outcome instanceof InferenceOutcome.Inferred inferred) {
        Predictions said = model.postprocessor().read(tensors, crop.geometry());
        keep(new Answer(crop.object(), crop.weight(), attributes(said)));
        observer.cropInferred(crop.inferred(settings.model(), inferred));
      }
    } catch (RuntimeException broken) {
      fail(broken);
    }
  }

  /** A classifier without attributes says one, which is called like the model. */
  private List<Attribute> attributes(Predictions said) {
    if (said.classes().isEmpty()) {
      return said.attributes();
    }
    Classification likeliest = said.classes().getFirst();
    return List.of(
        new Attribute(
            settings.model(), likeliest.labelId(), likeliest.label(), likeliest.confidence()));
  }

  private synchronized void keep(Answer answer) {
    answers.add(answer);
  }

  private void fail(Throwable cause) {
    boolean first;
    synchronized (this) {
      first = !failed && !closed;
      failed = true;
    }
    if (first) {
      onFailure.accept(cause);
    }
  }

  private void returned() {
    CompletableFuture<Void> last = null;
    synchronized (this) {
      if (--underWay == 0) {
        last = idle;
      }
    }
    if (last != null) {
      last.complete(null);
    }
  }

  @Override
  public synchronized List<Answer> takeAnswers() {
    if (answers.isEmpty()) {
      return List.of();
    }
    List<Answer> taken = List.copyOf(answers);
    answers.clear();
    return taken;
  }

  @Override
  public synchronized CompletionStage<Void> idle() {
    return idle.minimalCompletionStage();
  }

  /** Completes, never fails, when it was closed and nothing of the model is used any more. */
  public CompletionStage<Void> free() {
    return free.minimalCompletionStage();
  }

  /** Completes, never fails, when all of some classifiers are free. */
  public static CompletionStage<Void> allFree(List<CropClassifier> classifiers) {
    return CompletableFuture.allOf(
        classifiers.stream().map(each -> each.free).toArray(CompletableFuture<?>[]::new));
  }

  /** Asks nothing more, and drops what waits. Closing again does nothing. */
  @Override
  public void close() {
    synchronized (this) {
      if (closed) {
        return;
      }
      closed = true;
      preparation.close();
    }
    var _ = queue.leave().thenCompose(_ -> idle()).thenRun(() -> free.complete(null));
  }
}
