package sluice.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import sluice.core.Attribute;
import sluice.core.Box;
import sluice.core.Classification;
import sluice.core.ErrorCode;
import sluice.core.Geometry;
import sluice.core.Picture;
import sluice.core.Predictions;
import sluice.core.SluiceException;
import sluice.core.StreamObserver;
import sluice.core.TensorSet;
import sluice.core.TestPicture;
import sluice.core.scene.ClassifySettings;
import sluice.stage.inference.FakeEngine;
import sluice.stage.inference.RequestPool;
import sluice.stage.objects.ObjectClassifier;

class CropClassifierTest {
  private static final Box BOX = new Box(0.2f, 0.2f, 0.5f, 0.9f);

  private final FakeEngine engine = new FakeEngine(2);
  private final RequestPool pool = new RequestPool(engine);
  private final Preparation preparation = new Preparation();
  private final ConcurrentLinkedQueue<Runnable> readers = new ConcurrentLinkedQueue<>();
  private final List<Throwable> failures = new ArrayList<>();
  private Predictions said =
      Predictions.ofAttributes(List.of(new Attribute("color", 0, "red", 0.9f)));
  private final CropClassifier classifier = join(readers::add);

  private CropClassifier join(Executor executor) {
    StreamModel model =
        new StreamModel(pool, 0, null, () -> preparation, (tensors, geometry) -> said);
    return CropClassifier.join(
        new ClassifySettings("clothes", Set.of(), 0, 10),
        model,
        executor,
        StreamObserver.NONE,
        failures::add);
  }

  @AfterEach
  void nothingIsLeft() {
    classifier.close();
    engine.endAll();
    read();
    assertThat(classifier.free().toCompletableFuture()).isCompleted();
    assertThat(pool.leasedTensors()).isZero();
    assertThat(preparation.closed).isEqualTo(1);
    pool.close();
  }

  private static final class Preparation implements InputPreprocessor {
    private int closed;
    private boolean broken;

    @Override
    public Geometry prepare(Picture picture, TensorSet tensors) {
      throw new AssertionError("objects are asked of, not pictures");
    }

    @Override
    public Geometry prepare(Picture picture, Box region, TensorSet tensors) {
      if (broken) {
        throw new SluiceException(ErrorCode.INPUT, "broken on purpose");
      }
      assertThat(region).isEqualTo(BOX);
      return Geometry.STRETCH;
    }

    @Override
    public void close() {
      closed++;
    }
  }

  private boolean ask(long object) {
    try (TestPicture picture = TestPicture.bgr24(64, 64)) {
      return classifier.ask(object, 0.5, picture, BOX);
    }
  }

  private void read() {
    Runnable reader;
    while ((reader = readers.poll()) != null) {
      reader.run();
    }
  }

  @Test
  void answer_comesOffTheCompletionThread_withoutThePicture() {
    assertThat(ask(7)).isTrue();
    CompletableFuture<Void> idle = classifier.idle().toCompletableFuture();
    engine.endAll();
    assertThat(classifier.takeAnswers()).isEmpty();
    assertThat(idle).isNotDone();
    read();
    assertThat(classifier.takeAnswers())
        .containsExactly(
            new ObjectClassifier.Answer(7, 0.5, List.of(new Attribute("color", 0, "red", 0.9f))));
    assertThat(classifier.takeAnswers()).isEmpty();
    assertThat(idle).isCompleted();
  }

  @Test
  void busyModel_takesNothingMore() {
    assertThat(ask(1)).isTrue();
    assertThat(ask(2)).isTrue();
    assertThat(ask(3)).isFalse();
    engine.endAll();
    read();
    assertThat(ask(3)).isTrue();
  }

  @Test
  void likeliestClass_isAnAttributeCalledLikeTheModel() {
    said =
        Predictions.ofClasses(
            List.of(new Classification(3, "hat", 0.8f), new Classification(1, "cap", 0.1f)));
    ask(1);
    engine.endAll();
    read();
    assertThat(classifier.takeAnswers().getFirst().attributes())
        .containsExactly(new Attribute("clothes", 3, "hat", 0.8f));
  }

  @Test
  void deviceFailure_isToldOnce_andNothingIsAskedThen() {
    ask(1);
    ask(2);
    SluiceException broken = new SluiceException(ErrorCode.DEVICE, "device lost");
    List.copyOf(engine.running()).forEach(request -> request.end(broken));
    read();
    assertThat(failures).containsExactly(broken);
    assertThat(ask(3)).isFalse();
  }

  @Test
  void pictureThatCannotBeCut_givesItsTensorsBack() {
    preparation.broken = true;
    assertThatThrownBy(() -> ask(1)).isInstanceOf(SluiceException.class);
    assertThat(pool.leasedTensors()).isZero();
    preparation.broken = false;
    assertThat(ask(1)).isTrue();
  }

  @Test
  void closedClassifier_isFreeOnceTheLastAnswerWasRead() {
    ask(1);
    classifier.close();
    assertThat(ask(2)).isFalse();
    engine.endAll();
    assertThat(classifier.free().toCompletableFuture()).isNotDone();
    read();
    assertThat(classifier.free().toCompletableFuture()).isCompleted();
  }
}
