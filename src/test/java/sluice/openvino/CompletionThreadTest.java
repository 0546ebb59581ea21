package sluice.openvino;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class CompletionThreadTest {
  private final CompletionThread completions = new CompletionThread();
  private final List<String> ran = Collections.synchronizedList(new ArrayList<>());
  private final AtomicReference<Thread> thread = new AtomicReference<>();

  @BeforeEach
  void start() {
    completions.start();
  }

  @AfterEach
  void end() {
    completions.end();
  }

  private CompletionThread.Task task(String name, Runnable work) {
    return new CompletionThread.Task() {
      @Override
      void run() {
        thread.set(Thread.currentThread());
        ran.add(name);
        work.run();
      }
    };
  }

  @Test
  void tasks_runInTheOrderOfTheirSignalsOnOneNamedDaemon() throws InterruptedException {
    CountDownLatch go = new CountDownLatch(1);
    completions.signal(task("first", () -> uninterruptibly(go)));
    await().until(() -> ran.size() == 1);
    List.of("a", "b", "c").forEach(name -> completions.signal(task(name, () -> {})));
    go.countDown();

    await().untilAsserted(() -> assertThat(ran).containsExactly("first", "a", "b", "c"));
    assertThat(thread.get().getName()).startsWith("openvino-completion-");
    assertThat(thread.get().isDaemon()).isTrue();
  }

  @Test
  void task_maySignalItselfWhileItRuns() {
    AtomicReference<CompletionThread.Task> self = new AtomicReference<>();
    CompletionThread.Task again =
        task(
            "again",
            () -> {
              if (ran.size() < 1000) {
                completions.signal(self.get());
              }
            });
    self.set(again);
    completions.signal(again);

    await().untilAsserted(() -> assertThat(ran).hasSize(1000));
  }

  @Test
  void signal_whileOneWaitsChangesNothing() throws InterruptedException {
    CountDownLatch go = new CountDownLatch(1);
    CompletionThread.Task twice = task("twice", () -> {});
    completions.signal(task("first", () -> uninterruptibly(go)));
    completions.signal(twice);
    completions.signal(task("between", () -> {}));
    completions.signal(twice);
    go.countDown();
    completions.end();

    await().until(() -> thread.get() != null && !thread.get().isAlive());
    assertThat(ran).containsExactly("first", "twice", "between");
  }

  @Test
  void task_thatThrowsGoesToTheUncaughtHandlerAndTheThreadLivesOn() {
    AtomicReference<Throwable> uncaught = new AtomicReference<>();
    Thread.UncaughtExceptionHandler before = Thread.getDefaultUncaughtExceptionHandler();
    Thread.setDefaultUncaughtExceptionHandler(
        (_, thrown) -> {
          uncaught.set(thrown);
          throw new IllegalStateException("a handler that fails too");
        });
    try {
      completions.signal(
          task(
              "throws",
              () -> {
                throw new StackOverflowError("of the task");
              }));
      completions.signal(task("next", () -> {}));

      await()
          .dontCatchUncaughtExceptions()
          .untilAsserted(() -> assertThat(ran).containsExactly("throws", "next"));
      assertThat(uncaught.get()).hasMessage("of the task");
    } finally {
      Thread.setDefaultUncaughtExceptionHandler(before);
    }
  }

  @Test
  void end_letsSignalledTasksRunFirst() {
    CountDownLatch go = new CountDownLatch(1);
    completions.signal(task("first", () -> uninterruptibly(go)));
    completions.signal(task("last", () -> {}));
    completions.end();
    go.countDown();

    await().until(() -> thread.get() != null && !thread.get().isAlive());
    assertThat(ran).containsExactly("first", "last");
  }

  private static void uninterruptibly(CountDownLatch latch) {
    try {
      assertThat(latch.await(10, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
