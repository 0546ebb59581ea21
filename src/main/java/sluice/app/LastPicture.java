package sluice.app;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import sluice.core.FrameResult;
import sluice.core.Picture;
import sluice.pipeline.ResultOutlet;
import sluice.stage.sink.SinkItem;

/**
 * Holds the newest picture of a stream with what was found in it: one reference, which the next
 * picture takes the place of. Never slows a stream down. Thread-safe.
 */
final class LastPicture implements AutoCloseable {
  private @Nullable SinkItem last;
  private boolean closed;

  /** The near side for one run. */
  ResultOutlet forRun() {
    return new NearSide();
  }

  private void keep(FrameResult result) {
    SinkItem item = SinkItem.of(result, true);
    SinkItem before;
    synchronized (this) {
      before = closed ? item : last;
      last = closed ? null : item;
    }
    if (before != null) {
      before.close();
    }
  }

  /** A share of the newest picture, which the caller closes; empty where none has come. */
  synchronized Optional<SinkItem> newest() {
    SinkItem item = last;
    Picture picture = item == null ? null : item.picture();
    if (item == null || picture == null) {
      return Optional.empty();
    }
    return Optional.of(
        new SinkItem(
            item.frameNumber(),
            item.timestampNanos(),
            item.systemTimestamp(),
            item.width(),
            item.height(),
            item.detections(),
            item.timings(),
            item.finishedNanos(),
            picture.retain()));
  }

  @Override
  public void close() {
    SinkItem item;
    synchronized (this) {
      closed = true;
      item = last;
      last = null;
    }
    if (item != null) {
      item.close();
    }
  }

  private final class NearSide implements ResultOutlet {
    private final CompletableFuture<Void> done = new CompletableFuture<>();

    @Override
    public boolean offer(FrameResult result) {
      keep(result);
      return true;
    }

    @Override
    public void whenSpace(Runnable wake) {
      wake.run();
    }

    @Override
    public void complete() {
      done.complete(null);
    }

    @Override
    public CompletionStage<Void> done() {
      return done.minimalCompletionStage();
    }
  }
}
