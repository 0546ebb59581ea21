package sluice.app.page;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import sluice.core.ErrorCode;
import sluice.core.LiveViewer;
import sluice.core.Picture;
import sluice.core.SluiceException;
import sluice.http.api.Snapshot;
import sluice.http.api.SnapshotPort;
import sluice.http.live.LivePictures;
import sluice.stage.sink.SinkItem;
import sluice.stage.sink.live.LiveCounts;
import sluice.stage.sink.live.LivePainter;
import sluice.stage.sink.live.NewestPicture;
import sluice.stage.sink.overlay.Overlay;
import sluice.video.encode.Jpeg;

/**
 * Snapshots and live pictures of every stream: drawn and encoded on demand, on threads of its own,
 * so that streams without viewers cost nothing. Thread-safe.
 */
public final class StreamPictures implements SnapshotPort, LivePictures, AutoCloseable {
  /** Pictures that may wait to be drawn: requests beyond that are refused, to be tried again. */
  private static final int WAITING = 16;

  private final Map<String, LatestPicture> streams = new ConcurrentHashMap<>();
  private final ThreadPoolExecutor painter =
      new ThreadPoolExecutor(
          1,
          1,
          1,
          TimeUnit.SECONDS,
          new ArrayBlockingQueue<>(WAITING),
          Thread.ofPlatform().daemon().name("sluice-pictures").factory());

  private final LivePainter live;

  /**
   * Pictures of no stream yet.
   *
   * @param liveFps live pictures a second of one stream and width at most
   */
  public StreamPictures(int liveFps) {
    painter.allowCoreThreadTimeOut(true);
    live = new LivePainter(liveFps);
  }

  /** Where a stream's results leave their pictures, until {@link #forget}. */
  public LatestPicture of(String stream) {
    LatestPicture fresh = new LatestPicture();
    fresh.tell(live.came(stream, fresh));
    LatestPicture before = streams.put(stream, fresh);
    if (before != null) {
      before.close();
    }
    return fresh;
  }

  /** The stream is gone, or has another place by now, which stays. */
  public void forget(String stream, LatestPicture picture) {
    streams.remove(stream, picture);
    live.went(stream, picture);
    picture.close();
  }

  @Override
  public LiveViewer watch(String stream, int width, Runnable news) {
    return live.watch(stream, width, news);
  }

  /** What live pictures have cost so far. */
  public LiveCounts liveCounts() {
    return live.counts();
  }

  @Override
  public CompletionStage<Snapshot> jpeg(String stream) {
    LatestPicture picture = streams.get(stream);
    if (picture == null) {
      return CompletableFuture.completedStage(new Snapshot.None());
    }
    Duration within = picture.patience();
    return picture
        .newestOrNext(within)
        .thenCompose(
            newest ->
                newest
                    .map(NewestPicture.Counted::item)
                    .map(this::drawn)
                    .orElseGet(() -> CompletableFuture.completedStage(none(picture, within))));
  }

  private static Snapshot none(LatestPicture picture, Duration within) {
    return picture.isRunning()
        ? new Snapshot.Late(within, picture.interval())
        : new Snapshot.None();
  }

  private CompletionStage<Snapshot> drawn(SinkItem item) {
    try {
      return CompletableFuture.supplyAsync(() -> new Snapshot.Drawn(draw(item)), painter);
    } catch (RejectedExecutionException full) {
      item.close();
      return CompletableFuture.failedStage(
          new SluiceException(
              ErrorCode.ENVIRONMENT,
              WAITING + " pictures wait to be drawn already; ask again in a moment"));
    }
  }

  private static byte[] draw(SinkItem item) {
    try (item;
        Overlay overlay = new Overlay(item.width(), item.height())) {
      Picture picture = item.picture();
      if (picture == null) {
        throw new IllegalStateException("frame " + item.frameNumber() + " without its picture");
      }
      overlay.draw(picture, item.predictions(), item.scene());
      return Jpeg.encode(overlay.canvas());
    }
  }

  /** Gives all pictures up; nothing is drawn any more. */
  @Override
  public void close() {
    live.close();
    painter.shutdown();
    streams.values().forEach(LatestPicture::close);
    streams.clear();
  }
}
