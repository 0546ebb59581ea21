package sluice.stage.result;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import sluice.core.FrameResult;

/**
 * A result stage: works on a stream's results between the postprocessor and the sinks, such as a
 * tracker. Its state is one session's: it survives a change of the model and ends with the session.
 *
 * <p>Results come in the order of frames, by one thread at a time; each call sees what the one
 * before wrote. It must not block.
 */
public interface ResultStage extends AutoCloseable {

  /** Its name in messages: lower case, words joined by hyphens. */
  String wireName();

  /**
   * What goes on to the next stage, and at last to metrics and sinks. The time that it takes counts
   * as postprocessing.
   *
   * @param result of a frame that the stream owns: neither to be closed nor to be kept
   * @return a result of the same frame; where it is of another one or the stage throws, the session
   *     fails, as with a postprocessor that throws
   */
  FrameResult apply(FrameResult result);

  /**
   * Waits for what is still on its way to it from elsewhere, such as a second model. The session
   * asks when it has no more results, waits within a limit, and closes the stage then.
   *
   * @return completes, never fails, when nothing more will come
   */
  default CompletionStage<Void> settled() {
    return CompletableFuture.completedStage(null);
  }

  /** Ends it: once, when the session has no more results, whether it failed or not. */
  @Override
  void close();
}
