package sluice.http.recording;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import sluice.core.SluiceException;

class BlockingCallsTest {
  private final Queue<Runnable> waiting = new ArrayDeque<>();
  private final BlockingCalls calls = new BlockingCalls(waiting::add, 2);

  @Test
  void tooManyAtATime_areRefused_untilOneEnds_howeverItEnds() {
    CompletableFuture<String> first = calls.call(() -> "a").toCompletableFuture();
    CompletableFuture<String> second =
        calls
            .<String>call(
                () -> {
                  throw new IllegalStateException("fails");
                })
            .toCompletableFuture();
    assertThatThrownBy(() -> calls.call(() -> "c"))
        .isInstanceOf(SluiceException.class)
        .hasMessageContaining("2 requests wait for the disk");
    first.orTimeout(1, TimeUnit.MILLISECONDS).exceptionally(late -> "late").join();
    assertThatThrownBy(() -> calls.call(() -> "c")).isInstanceOf(SluiceException.class);

    waiting.remove().run();
    waiting.remove().run();

    assertThat(second).isCompletedExceptionally();
    CompletableFuture<String> third = calls.call(() -> "c").toCompletableFuture();
    calls.call(() -> "d");
    waiting.remove().run();
    assertThat(third).isCompletedWithValue("c");
  }

  @Test
  void callThatNoThreadTakes_isNotCounted() {
    BlockingCalls ended =
        new BlockingCalls(
            work -> {
              throw new RejectedExecutionException("ended");
            },
            1);
    for (int i = 0; i < 3; i++) {
      assertThatThrownBy(() -> ended.call(() -> "a"))
          .isInstanceOf(RejectedExecutionException.class);
    }
  }
}
