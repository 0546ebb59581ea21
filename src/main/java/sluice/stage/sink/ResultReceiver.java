package sluice.stage.sink;

import java.util.concurrent.CompletionStage;
import sluice.core.FrameResult;

/**
 * Receiver of the results of one run of a stream: the stream's side of a consumer on other threads,
 * such as a {@link StreamSink}. Thread-safe, never blocks.
 */
public interface ResultReceiver {

  /**
   * Offers a result. The receiver takes leases of its own on what it keeps; the caller still closes
   * the result.
   *
   * @return false when there is no room, or the receiver has failed
   */
  boolean offer(FrameResult result);

  /**
   * Calls back once, as soon as there is room; at once if there is. Never calls back once the
   * receiver has failed: {@link #done} says that.
   */
  void whenSpace(Runnable wake);

  /** Says that the run has no more results. */
  void complete();

  /**
   * Completes once the run has no more results, or fails, perhaps before that, with what ends the
   * run. What was taken may still be on its way to where it is written.
   */
  CompletionStage<?> done();
}
