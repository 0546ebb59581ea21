package sluice.pipeline;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * A stream's decoder thread at work on its feed. It may begin before the graph does, whose model
 * may depend on what is read; frames wait in the feed's hand-over. Thread-safe.
 */
public final class FeedThread {
  private final FrameFeed feed;
  private final CompletableFuture<Void> returned = new CompletableFuture<>();

  private FeedThread(FrameFeed feed) {
    this.feed = feed;
  }

  /**
   * Starts to read.
   *
   * @param id the stream's name
   * @param feed taken over: run once, on a thread of its own
   */
  public static FeedThread start(String id, FrameFeed feed) {
    FeedThread thread = new FeedThread(feed);
    Thread.ofPlatform().daemon().name("decoder-" + id).start(thread::loop);
    return thread;
  }

  /** What is read. */
  public FrameFeed feed() {
    return feed;
  }

  /** Completes, never fails, when the thread has returned from the feed. */
  public CompletionStage<Void> returned() {
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
