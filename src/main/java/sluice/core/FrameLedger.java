package sluice.core;

import java.time.Instant;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/**
 * The ledger of the open frames of one run of a stream, against leaks. Every frame of the run is
 * opened here and leaves when it is closed; what a failed or cancelled graph lost on the way is
 * closed and counted at the end. All methods may be called from any thread.
 */
public final class FrameLedger {
  private static final LongAdder OPEN_IN_PROCESS = new LongAdder();

  private final Set<Frame> open = ConcurrentHashMap.newKeySet();

  /** Opens a frame over a picture's reference, as {@link Frame#Frame} takes it. */
  public Frame open(
      String streamId, long number, long timestampNanos, Instant systemTimestamp, Picture picture) {
    Frame frame =
        new Frame(streamId, number, timestampNanos, systemTimestamp, picture, this::closed);
    OPEN_IN_PROCESS.increment();
    open.add(frame);
    return frame;
  }

  private void closed(Frame frame) {
    open.remove(frame);
    OPEN_IN_PROCESS.decrement();
  }

  /** Frames that are open now, of all ledgers of this process. */
  public static long openInProcess() {
    return OPEN_IN_PROCESS.sum();
  }

  /** Frames of this ledger that are open now. */
  public int openFrames() {
    return open.size();
  }

  /**
   * Gives back the tensors of the frames that are open. To be called when neither a stage nor a
   * device uses tensors of the run any more; whoever brings frames may still be at work.
   */
  public void releaseTensors() {
    open.forEach(Frame::releaseTensors);
  }

  /**
   * Closes what is still open. To be called when nothing works on a frame of the run any more.
   *
   * @return how many frames that were; 0 where every stage kept its word
   */
  public int closeLeftOvers() {
    int count = 0;
    for (Frame frame : open) {
      frame.close();
      count++;
    }
    return count;
  }
}
