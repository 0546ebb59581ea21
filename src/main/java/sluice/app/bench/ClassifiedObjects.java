package sluice.app.bench;

import java.util.List;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import sluice.core.Failures;
import sluice.core.FrameResult;
import sluice.pipeline.CropClassifier;
import sluice.stage.objects.ObjectStage;
import sluice.stage.result.ResultStage;

/** A stage that follows objects, with places at second models of its own. */
final class ClassifiedObjects implements ResultStage {
  private final ObjectStage objects;
  private List<CropClassifier> classifiers = List.of();
  private volatile @Nullable Throwable failure;

  /** Takes the stage over. */
  ClassifiedObjects(ObjectStage objects) {
    this.objects = objects;
  }

  /** Takes the places over, before the first result. */
  void own(List<CropClassifier> joined) {
    classifiers = joined;
  }

  /** A second model's device failed: the stream ends with the next result. */
  void fail(Throwable cause) {
    failure = cause;
  }

  @Override
  public String wireName() {
    return objects.wireName();
  }

  @Override
  public FrameResult apply(FrameResult result) {
    Throwable cause = failure;
    if (cause != null) {
      throw Failures.unchecked("a second model", cause);
    }
    return objects.apply(result);
  }

  @Override
  public CompletionStage<Void> settled() {
    return objects.settled();
  }

  @Override
  public void close() {
    objects.close();
    classifiers.forEach(CropClassifier::close);
  }
}
