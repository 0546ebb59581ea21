package sluice.stage.sink.picture;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import sluice.core.ErrorCode;
import sluice.core.Picture;
import sluice.core.PixelSize;
import sluice.core.SluiceException;
import sluice.core.model.ChannelOrder;
import sluice.video.encode.JpegEncoder;
import sluice.video.image.Canvas;
import sluice.video.image.Scaler;

/**
 * Encodes frames as JPEG, as the decoder had them and at most {@value #MOST_WIDTH} pixels wide, on
 * a thread that is there while there is something to do. Thread-safe.
 */
public final class FrameEncoder implements AutoCloseable {
  /** Of a picture, pixels. */
  public static final int MOST_WIDTH = 1_280;

  private static final Duration LAST_PICTURE = Duration.ofSeconds(2);

  /** Its queue is bounded by its users: each stream has a few pictures in it. */
  private final ThreadPoolExecutor thread =
      new ThreadPoolExecutor(
          1,
          1,
          1,
          TimeUnit.SECONDS,
          new LinkedBlockingQueue<>(),
          Thread.ofPlatform().daemon().name("sluice-message-pictures").factory());

  /** An encoder whose thread starts with the first picture. */
  public FrameEncoder() {
    thread.allowCoreThreadTimeOut(true);
  }

  /**
   * Encodes a picture. Returns at once, and holds the picture until the result is complete.
   *
   * @param picture borrowed during the call
   * @return the JPEG; fails where FFmpeg can't, or after {@link #close}
   */
  public CompletionStage<Optional<byte[]>> encode(Picture picture) {
    Task task = new Task(picture.retain());
    try {
      thread.execute(task);
    } catch (RejectedExecutionException ended) {
      task.giveUp();
    }
    return task.jpeg;
  }

  /** Gives up what waits; what is being encoded is waited for. */
  @Override
  public void close() {
    for (Runnable waiting : thread.shutdownNow()) {
      if (waiting instanceof Task task) {
        task.giveUp();
      }
    }
    try {
      var _ = thread.awaitTermination(LAST_PICTURE.toNanos(), TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** A picture that is to be encoded: it is run, or given up. Owns its reference. */
  private static final class Task implements Runnable {
    private final Picture picture;
    private final CompletableFuture<Optional<byte[]>> jpeg = new CompletableFuture<>();

    Task(Picture picture) {
      this.picture = picture;
    }

    @Override
    public void run() {
      byte[] bytes;
      try (picture) {
        bytes = jpeg(picture);
      } catch (RuntimeException | Error failure) {
        jpeg.completeExceptionally(failure);
        return;
      }
      jpeg.complete(Optional.of(bytes));
    }

    void giveUp() {
      picture.close();
      jpeg.completeExceptionally(
          new SluiceException(ErrorCode.INTERNAL, "no picture is encoded any more"));
    }
  }

  private static byte[] jpeg(Picture picture) {
    PixelSize size = picture.displaySize();
    int width = Math.min(MOST_WIDTH, size.width());
    int height = Math.max(1, (int) Math.round((double) size.height() * width / size.width()));
    try (Canvas canvas = new Canvas(width, height);
        Scaler scaler = new Scaler(Scaler.Kernel.BILINEAR);
        JpegEncoder encoder = new JpegEncoder(width, height, JpegEncoder.LIVE)) {
      scaler.scale(
          picture, canvas.pixels(), canvas.stride(), ChannelOrder.BGR, 0, 0, width, height);
      return encoder.encode(canvas);
    }
  }
}
