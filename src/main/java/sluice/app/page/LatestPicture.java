package sluice.app.page;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import sluice.core.FrameResult;
import sluice.stage.sink.ResultReceiver;
import sluice.stage.sink.SinkItem;
import sluice.stage.sink.live.NewestPicture;

/**
 * Latest picture of a stream with its detections: a single reference, replaced by the next picture.
 * Never slows a stream down. Thread-safe.
 */
public final class LatestPicture implements NewestPicture, AutoCloseable {
  private @Nullable SinkItem last;
  private boolean closed;
  private volatile long count;
  private volatile Runnable news = () -> {};

  /**
   * Sets the listener to be notified of each picture.
   *
   * @param listener run on the stream's dispatcher, where it must take no time
   */
  void tell(Runnable listener) {
    news = listener;
  }

  /** The near side for one run. */
  public ResultReceiver forRun() {
    return new NearSide();
  }

  private void keep(FrameResult result) {
    SinkItem item = SinkItem.of(result, true);
    SinkItem before;
    synchronized (this) {
      before = closed ? item : last;
      last = closed ? null : item;
      count = count + 1;
    }
    if (before != null) {
      before.close();
    }
    news.run();
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

  private final class NearSide implements ResultReceiver {
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
