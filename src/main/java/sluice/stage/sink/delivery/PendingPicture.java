package sluice.stage.sink.delivery;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import sluice.stage.sink.json.MessageFactory;

/** The picture of a message that is to be sent, which may still be encoded. Thread-safe. */
final class PendingPicture {
  /** The message has none. */
  static final PendingPicture NONE =
      new PendingPicture(CompletableFuture.completedFuture(Optional.empty()));

  /** There was no room for it. */
  static final PendingPicture LOST =
      new PendingPicture(
          CompletableFuture.failedFuture(new IllegalStateException("no room for a picture")));

  /** How long a message, and what comes behind it, waits for its picture. */
  static final Duration LIMIT = Duration.ofSeconds(5);

  private final CompletableFuture<Optional<byte[]>> jpeg;

  private PendingPicture(CompletableFuture<Optional<byte[]>> jpeg) {
    this.jpeg = jpeg;
  }

  /** One that is being encoded; it is lost where that fails, or takes too long. */
  static PendingPicture of(CompletionStage<Optional<byte[]>> encoding) {
    CompletableFuture<Optional<byte[]>> limited = new CompletableFuture<>();
    var _ =
        encoding.whenComplete(
            (jpeg, failure) -> {
              if (failure == null) {
                limited.complete(jpeg);
              } else {
                limited.completeExceptionally(failure);
              }
            });
    return new PendingPicture(limited.orTimeout(LIMIT.toNanos(), TimeUnit.NANOSECONDS));
  }

  /** Whether it doesn't have to be waited for. */
  boolean isReady() {
    return jpeg.isDone();
  }

  /** Whether it is lost, once it is ready. */
  boolean isLost() {
    return jpeg.isCompletedExceptionally();
  }

  /** The JPEG; empty where there is none, or it isn't ready. */
  byte[] jpeg() {
    return isReady() && !isLost() ? jpeg.join().orElse(MessageFactory.NONE) : MessageFactory.NONE;
  }

  /** Calls back once it is ready; at once if it is. */
  void whenReady(Runnable then) {
    var _ = jpeg.whenComplete((bytes, failure) -> then.run());
  }
}
