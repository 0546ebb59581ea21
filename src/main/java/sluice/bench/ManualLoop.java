package sluice.bench;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.BooleanSupplier;

/** An inference loop written by hand, as programs without a pipeline have it, on its own thread. */
final class ManualLoop implements ModeLoop {
  private final CompletableFuture<Void> ended = new CompletableFuture<>();
  private volatile boolean stopped;

  private ManualLoop() {}

  /** What the thread does. */
  @FunctionalInterface
  interface Body {
    /**
     * Takes frames in while they are wanted, then finishes what is in flight; also where it throws.
     */
    void run(BooleanSupplier wanted) throws InterruptedException;
  }

  /** Starts it. */
  static ManualLoop start(BenchMode mode, Body body) {
    ManualLoop loop = new ManualLoop();
    Thread.ofPlatform().daemon().name("bench-" + mode.wireName()).start(() -> loop.run(body));
    return loop;
  }

  private void run(Body body) {
    try {
      body.run(() -> !stopped);
      ended.complete(null);
    } catch (Throwable failure) {
      ended.completeExceptionally(failure);
    }
  }

  @Override
  public CompletionStage<Void> ended() {
    return ended.minimalCompletionStage();
  }

  @Override
  public void stop() {
    stopped = true;
  }
}
