package sluice.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The thread that starts a process. */
class StartingThreadTest {
  @BeforeEach
  void whereCallsAreKnown() {
    assumeTrue(Kernel.IS_KNOWN, "Linux, on x86-64 and aarch64");
  }

  @Test
  void thread_isThere_untilItEnds() throws Exception {
    long process = ProcessHandle.current().pid();
    CompletableFuture<Long> number = new CompletableFuture<>();
    CountDownLatch end = new CountDownLatch(1);
    Thread thread =
        Thread.ofPlatform()
            .start(
                () -> {
                  number.complete(Kernel.call(SystemCall.GETTID));
                  awaitQuietly(end);
                });
    try {
      assertThat(StartingThread.hasEnded(process, number.get())).isFalse();
    } finally {
      end.countDown();
    }
    thread.join();
    Awaitility.await()
        .untilAsserted(() -> assertThat(StartingThread.hasEnded(process, number.get())).isTrue());
  }

  @Test
  void variable_takesTheNumber() {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment variable = arena.allocateFrom(StartingThread.variable());
      StartingThread.write(variable);

      String[] parts = variable.getString(0).split("=", 2);
      assertThat(StartingThread.isNamed(parts[0])).isTrue();
      assertThat(Long.parseLong(parts[1])).isEqualTo(Kernel.call(SystemCall.GETTID));
    }
  }

  /** Tests run in no box. */
  @Test
  void processOutsideOfABox_hasNone() {
    assertThat(StartingThread.ofThisProcess()).isEmpty();
  }

  private static void awaitQuietly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
