package sluice.pipeline;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * A stream's decoder thread at work on its feed. It may begin before the graph does, whose model
 * may depend on what is read; frames wait in the feed's hand-off queue. Thread-safe.
 */
final class FeedThread {
  private final String id;
  private final FrameFeed feed;
  private final CompletableFuture<Void> returned = new CompletableFuture<>();

  /**
   * A thread that reads nothing yet.
   *
   * @param id the stream's name
   * @param feed taken over: run once, on a thread of its own
   */
  FeedThread(String id, FrameFeed feed) {
    this.id = id;
    this.feed = feed;
  }

  /** Starts to read; called once. */
  FeedThread start() {
    Thread.ofPlatform().daemon().name("decoder-" + id).start(this::loop);
    return this;
  }

  /** What is read. */
  FrameFeed feed() {
    return feed;
  }

  /** Completes, never fails, when the thread has returned from the feed. */
  CompletionStage<Void> returned() {
    return returned.minimalCompletionStage();
  }

  private void loop() {
    try {
      feed.run();
    } catch (Throwable broken) {
      feed.frames().fail(broken);
      throw broken;
    } finally {
      returned.complete(null);
    }
  }
}
