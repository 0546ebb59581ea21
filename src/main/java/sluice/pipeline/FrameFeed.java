package sluice.pipeline;

import sluice.core.Frame;
import sluice.core.HandOffQueue;

/**
 * What a stream reads from: a loop for the stream's own decoder thread, and the hand-off queue that
 * it fills.
 */
interface FrameFeed {

  /**
   * Where the frames come out. It completes after the last one, or fails with the reason why there
   * are no more.
   */
  HandOffQueue<Frame> frames();

  /**
   * Reads until the end, a failure, {@link #stop}, or until no consumer takes frames any more.
   * Blocks; does not throw.
   */
  void run();

  /**
   * Makes {@link #run} return soon, whatever it is blocked in; the hand-off queue then completes.
   * From any thread.
   */
  void stop();
}
