package sluice.app.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import sluice.service.model.LimitedExecutor;
import sluice.service.model.ModelExecutors;
import sluice.service.recovery.FatalErrorHandler;
import sluice.testing.Latches;

@Timeout(60)
class ModelThreadPoolsTest {
  private static final Duration LONG = Duration.ofMinutes(10);
  private static final Duration SHORT = Duration.ofMillis(20);
  private static final int MAX_STUCK = 2;
  private static final int STREAMS = 100;

  private final List<FatalErrorHandler.Cause> fatal = new CopyOnWriteArrayList<>();
  private final ModelThreadPools pools =
      new ModelThreadPools(MAX_STUCK, (cause, message) -> fatal.add(cause));
  private final ModelExecutors executors = pools.executors();
  private final Set<Thread> working = ConcurrentHashMap.newKeySet();
  private final CountDownLatch over = new CountDownLatch(1);

  @AfterEach
  void end() {
    over.countDown();
    pools.shutdown();
  }

  /** Keeps its thread until the test is over. */
  private int work() {
    working.add(Thread.currentThread());
    try {
      over.await();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
    return 1;
  }

  private CompletableFuture<Integer> submit(LimitedExecutor executor, Duration timeout) {
    return executor.submit("working", timeout, this::work, late -> {}).toCompletableFuture();
  }

  @Test
  void manyStreams_shareFewThreads() {
    List<CompletableFuture<?>> all = new ArrayList<>();
    for (int i = 0; i < STREAMS; i++) {
      all.add(CompletableFuture.runAsync(this::work, executors.lookups()));
      all.add(submit(executors.compilations(), LONG));
      all.add(submit(executors.devices(), LONG));
    }
    int most = ModelThreadPools.LOOKUPS + ModelThreadPools.COMPILATIONS + ModelThreadPools.DEVICES;
    await().until(() -> working.size() >= most);

    over.countDown();
    all.forEach(each -> assertThat(each).succeedsWithin(Duration.ofSeconds(30)));
    assertThat(working).as("threads that did it all").hasSize(most);
    assertThat(fatal).isEmpty();
  }

  @Test
  void taskBeyondItsTimeout_isGivenUp_andItsThreadReplaced() throws Exception {
    List<CompletableFuture<Integer>> hung = new ArrayList<>();
    for (int i = 0; i < ModelThreadPools.COMPILATIONS; i++) {
      hung.add(submit(executors.compilations(), LONG));
    }
    await().until(() -> working.size() == ModelThreadPools.COMPILATIONS);
    CompletableFuture<Integer> behind = submit(executors.compilations(), SHORT);
    assertThat(behind).as("its time begins with its work").isNotDone();

    LimitedExecutor devices = executors.devices();
    for (int i = 0; i < MAX_STUCK; i++) {
      CompletableFuture<Integer> stuck = submit(devices, SHORT);
      assertThatThrownBy(() -> stuck.get(30, TimeUnit.SECONDS))
          .hasCauseInstanceOf(TimeoutException.class);
    }
    for (int i = 0; i < ModelThreadPools.DEVICES; i++) {
      submit(devices, LONG);
    }

    await()
        .until(
            () ->
                working.size()
                    == ModelThreadPools.COMPILATIONS + MAX_STUCK + ModelThreadPools.DEVICES);
    assertThat(hung).noneMatch(CompletableFuture::isDone);
    assertThat(behind).isNotDone();
    assertThat(fatal).isEmpty();
  }

  @Test
  void lateResult_isHandedOver_andItsThreadCountsNoMore() {
    for (int round = 0; round < 2 * MAX_STUCK; round++) {
      CountDownLatch returns = new CountDownLatch(1);
      CompletableFuture<String> late = new CompletableFuture<>();
      CompletableFuture<String> result =
          executors
              .compilations()
              .submit(
                  "compiling",
                  SHORT,
                  () -> {
                    Latches.await(returns);
                    return "model";
                  },
                  late::complete)
              .toCompletableFuture();
      assertThat(result).failsWithin(Duration.ofSeconds(30)).withThrowableThat().havingRootCause();
      returns.countDown();
      assertThat(late).succeedsWithin(Duration.ofSeconds(30)).isEqualTo("model");
    }
    assertThat(fatal).as("never more than two at once").isEmpty();
  }

  @Test
  void oneStuckThreadTooMany_endsTheProcess() {
    submit(executors.devices(), SHORT);
    submit(executors.compilations(), SHORT);
    submit(executors.compilations(), SHORT);

    await().until(() -> fatal.contains(FatalErrorHandler.Cause.STUCK_THREADS));
  }

  @Test
  void failureInTime_isTheTasksOwn() {
    CompletableFuture<Object> result =
        executors
            .compilations()
            .submit(
                "failing",
                LONG,
                () -> {
                  throw new IllegalStateException("no such device");
                },
                late -> {})
            .toCompletableFuture();

    assertThat(result)
        .failsWithin(Duration.ofSeconds(30))
        .withThrowableThat()
        .withMessageContaining("no such device");
    assertThat(fatal).isEmpty();
  }
}
