package sluice.stage.sink.live;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import sluice.core.Detection;
import sluice.core.FrameLedger;
import sluice.core.FrameResult;
import sluice.core.Orientation;
import sluice.core.Picture;
import sluice.core.TestPicture;
import sluice.stage.sink.Results;
import sluice.stage.sink.SinkItem;

/** A stream of pictures that a test draws, of which the latest is kept. */
final class DrawnStream implements NewestPicture, AutoCloseable {
  private final FrameLedger ledger = new FrameLedger();
  private final List<TestPicture> drawn = new ArrayList<>();
  private @Nullable SinkItem last;
  private volatile long count;

  /** A grey picture comes; its number is how many came before. */
  synchronized void come(int width, int height, Detection... detections) {
    come(TestPicture.bgr24(width, height, Orientation.UPRIGHT, (x, y) -> 0x808080), detections);
  }

  /** A picture comes, which this stream takes over. */
  synchronized void come(TestPicture picture, Detection... detections) {
    drawn.add(picture);
    take(picture, detections);
  }

  /** The same with one that shows nothing of its references. */
  synchronized void take(Picture picture, Detection... detections) {
    dropLast();
    try (FrameResult result = Results.of(ledger, picture, count, count, detections)) {
      last = SinkItem.of(result, true);
    }
    count = count + 1;
  }

  private void dropLast() {
    if (last != null) {
      last.close();
      last = null;
    }
  }

  @Override
  public long count() {
    return count;
  }

  @Override
  public synchronized Optional<Counted> newest() {
    SinkItem item = last;
    return item == null ? Optional.empty() : Optional.of(new Counted(count, item.share()));
  }

  /** References to its pictures that are open. */
  synchronized int openReferences() {
    return drawn.stream().mapToInt(TestPicture::openReferences).sum();
  }

  @Override
  public synchronized void close() {
    dropLast();
  }
}
