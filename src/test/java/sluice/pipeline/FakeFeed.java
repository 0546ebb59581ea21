package sluice.pipeline;

import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import sluice.core.Frame;
import sluice.core.FrameLedger;
import sluice.core.HandOffQueue;
import sluice.core.TestPicture;

/** Fake source of a given number of small pictures, which may fail at its end. */
final class FakeFeed implements FrameFeed {
  private final FrameLedger ledger;
  private final long count;
  private final @Nullable RuntimeException failure;
  private final HandOffQueue<Frame> frames =
      new HandOffQueue<>(2, HandOffQueue.OverflowStrategy.WAIT, this::discard);
  private final List<TestPicture> pictures = new CopyOnWriteArrayList<>();
  private volatile boolean stopped;

  /** Runs where the graph, not the reader, gives up a frame that waited. */
  volatile Runnable beforeDiscard = () -> {};

  FakeFeed(FrameLedger ledger, long count, @Nullable RuntimeException failure) {
    this.ledger = ledger;
    this.count = count;
    this.failure = failure;
  }

  @Override
  public HandOffQueue<Frame> frames() {
    return frames;
  }

  @Override
  public void run() {
    boolean wanted = true;
    for (long number = 0; number < count && wanted && !stopped; number++) {
      TestPicture picture = TestPicture.bgr24(4, 4);
      pictures.add(picture);
      wanted = put(ledger.open("test", number, number, Instant.EPOCH, picture));
    }
    if (failure != null) {
      frames.fail(failure);
    } else {
      frames.complete();
    }
  }

  private void discard(Frame frame, HandOffQueue.Reason reason) {
    if (!Thread.currentThread().getName().startsWith("decoder-")) {
      beforeDiscard.run();
    }
    frame.close();
  }

  private boolean put(Frame frame) {
    try {
      return frames.put(frame);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  @Override
  public void stop() {
    stopped = true;
  }

  int read() {
    return pictures.size();
  }

  boolean everyPictureWasClosedOnce() {
    return pictures.stream().allMatch(p -> p.openReferences() == 0 && p.surplusCloses() == 0);
  }
}
