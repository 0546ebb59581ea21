package sluice.pipeline;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import sluice.core.FrameResult;
import sluice.stage.sink.ResultReceiver;

/**
 * Fake result receiver that takes as many results as the test allows and remembers their numbers.
 */
final class FakeReceiver implements ResultReceiver {
  private final List<Long> numbers = new ArrayList<>();
  private final List<String> labels = new ArrayList<>();
  private final CompletableFuture<Void> done = new CompletableFuture<>();
  private int room;
  private boolean completed;
  private @Nullable Runnable waiter;

  FakeReceiver(int room) {
    this.room = room;
  }

  @Override
  public synchronized boolean offer(FrameResult result) {
    if (room == 0 || done.isDone()) {
      return false;
    }
    room--;
    numbers.add(result.frame().number());
    result.classes().forEach(each -> labels.add(each.label()));
    return true;
  }

  @Override
  public void whenSpace(Runnable wake) {
    synchronized (this) {
      if (room == 0 || done.isDone()) {
        waiter = wake;
        return;
      }
    }
    wake.run();
  }

  @Override
  public synchronized void complete() {
    completed = true;
    done.complete(null);
  }

  @Override
  public CompletionStage<Void> done() {
    return done;
  }

  void makeRoom(int more) {
    Runnable wake;
    synchronized (this) {
      room += more;
      wake = waiter;
      waiter = null;
    }
    if (wake != null) {
      wake.run();
    }
  }

  void fail(Throwable cause) {
    done.completeExceptionally(cause);
  }

  synchronized List<Long> numbers() {
    return List.copyOf(numbers);
  }

  /** Labels of the pictures' classes, in the order of results. */
  synchronized List<String> labels() {
    return List.copyOf(labels);
  }

  synchronized boolean isCompleted() {
    return completed;
  }
}
