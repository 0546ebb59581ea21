package sluice.pipeline;

import java.util.concurrent.CompletionStage;
import sluice.core.FrameResult;

/**
 * Where results leave a stream: the near side of a sink that works on a thread of its own.
 * Thread-safe, never blocks.
 */
public interface ResultReceiver {

  /**
   * Offers a result. The outlet takes leases of its own on what it keeps; the caller still closes
   * the result.
   *
   * @return false when there is no room, or the sink has ended
   */
  boolean offer(FrameResult result);

  /**
   * Calls back once, as soon as there is room; at once if there is. Never calls back once the sink
   * has ended: {@link #done} says that.
   */
  void whenSpace(Runnable wake);

  /** Says that no more results follow; what was taken is still written. */
  void complete();

  /**
   * Completes when everything is written and the sink is finished, or fails with what went wrong.
   */
  CompletionStage<?> done();
}
