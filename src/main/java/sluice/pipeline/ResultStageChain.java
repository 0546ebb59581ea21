package sluice.pipeline;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import sluice.core.FrameResult;
import sluice.stage.result.ResultStage;

/**
 * The chain of a session's result stages, in the order in which results pass them. It owns them.
 * For one thread at a time; only {@link #close} may be called by several, and closes once.
 */
final class ResultStageChain {
  private final List<ResultStage> stages;
  private final AtomicBoolean closed = new AtomicBoolean();

  /** Takes the stages over. */
  ResultStageChain(List<? extends ResultStage> stages) {
    this.stages = List.copyOf(stages);
  }

  /**
   * Takes a result through all stages; without any it is returned as it is.
   *
   * @throws RuntimeException when a stage throws
   * @throws IllegalStateException when a stage returns a result of another frame
   */
  FrameResult apply(FrameResult result) {
    FrameResult current = result;
    for (int i = 0; i < stages.size(); i++) { // no iterator for each frame
      ResultStage stage = stages.get(i);
      current = stage.apply(current);
      if (current.frame() != result.frame()) {
        throw new IllegalStateException(
            "result stage " + stage.wireName() + " returned a result of another frame");
      }
    }
    return current;
  }

  /** Completes, never fails, when nothing is on its way to a stage any more. */
  CompletionStage<Void> settled() {
    return CompletableFuture.allOf(
        stages.stream()
            .map(stage -> stage.settled().toCompletableFuture())
            .toArray(CompletableFuture<?>[]::new));
  }

  /**
   * Closes all stages, also where one of them throws; does nothing the second time.
   *
   * @return the first failure, with further ones suppressed in it; null where there is none
   */
  @Nullable Throwable close() {
    if (closed.getAndSet(true)) {
      return null;
    }
    Throwable first = null;
    for (ResultStage stage : stages) {
      try {
        stage.close();
      } catch (RuntimeException | Error failure) {
        if (first == null) {
          first = failure;
        } else {
          first.addSuppressed(failure);
        }
      }
    }
    return first;
  }
}
