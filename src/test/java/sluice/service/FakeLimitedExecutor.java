package sluice.service;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.Supplier;
import sluice.service.model.LimitedExecutor;

/** Fake executor that works at once, or hangs until the test says what comes of it. */
public final class FakeLimitedExecutor implements LimitedExecutor {
  private final List<Hanging<?>> hanging = new ArrayList<>();
  private final List<Duration> timeouts = new ArrayList<>();
  private boolean hangs;

  @Override
  public synchronized <T> CompletionStage<T> submit(
      String what, Duration timeout, Supplier<T> task, Consumer<? super T> late) {
    timeouts.add(timeout);
    CompletableFuture<T> result = new CompletableFuture<>();
    Hanging<T> submitted = new Hanging<>(task, late, result);
    if (hangs) {
      hanging.add(submitted);
    } else {
      submitted.work();
    }
    return result;
  }

  /** Whether tasks that are submitted from now on hang. */
  public synchronized void hang(boolean hang) {
    hangs = hang;
  }

  /** Tasks that hang. */
  public synchronized int hanging() {
    return hanging.size();
  }

  /** The timeout of each task so far. */
  public synchronized List<Duration> timeouts() {
    return List.copyOf(timeouts);
  }

  /** The timeouts of tasks that hang have passed. */
  public synchronized void timeOut() {
    hanging.forEach(each -> each.result().completeExceptionally(new TimeoutException()));
  }

  /** Tasks that hang return. */
  public synchronized void goOn() {
    hanging.forEach(Hanging::work);
    hanging.clear();
  }

  private record Hanging<T>(
      Supplier<T> task, Consumer<? super T> late, CompletableFuture<T> result) {
    void work() {
      try {
        T value = task.get();
        if (!result.complete(value)) {
          late.accept(value);
        }
      } catch (RuntimeException failure) {
        result.completeExceptionally(failure);
      }
    }
  }
}
