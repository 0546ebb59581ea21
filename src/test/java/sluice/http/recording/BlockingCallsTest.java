package sluice.http.recording;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.pekko.http.javadsl.model.HttpHeader;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class BlockingCallsTest {
  private static final HttpResponse FINE = HttpResponse.create();

  private final Queue<Runnable> waiting = new ArrayDeque<>();
  private final BlockingCalls calls = new BlockingCalls(waiting::add, 2);

  private static CompletableFuture<HttpResponse> call(BlockingCalls calls) {
    return calls.call(() -> FINE).toCompletableFuture();
  }

  private static void refused(CompletableFuture<HttpResponse> answer) {
    HttpResponse refusal = answer.join();
    assertThat(refusal.status().intValue()).isEqualTo(503);
    assertThat(refusal.getHeader("Retry-After").map(HttpHeader::value)).contains("2");
  }

  @Test
  void tooManyAtATime_areRefused_untilOneEnds_howeverItEnds() {
    CompletableFuture<HttpResponse> first = call(calls);
    CompletableFuture<HttpResponse> second =
        calls
            .call(
                () -> {
                  throw new IllegalStateException("fails");
                })
            .toCompletableFuture();
    refused(call(calls));
    first.orTimeout(1, TimeUnit.MILLISECONDS).exceptionally(late -> FINE).join();
    refused(call(calls));

    waiting.remove().run();
    waiting.remove().run();

    assertThat(second).isCompletedExceptionally();
    CompletableFuture<HttpResponse> third = call(calls);
    call(calls);
    waiting.remove().run();
    assertThat(third).isCompletedWithValue(FINE);
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
      assertThatThrownBy(() -> call(ended)).isInstanceOf(RejectedExecutionException.class);
    }
  }

  @Test
  void threadsThatHang_makeOthersWait_whichAreDoneLater() {
    BlockingCalls few = new BlockingCalls(BlockingCalls.threads(1), 2);
    CompletableFuture<HttpResponse> disk = new CompletableFuture<>();
    CompletableFuture<HttpResponse> hanging = few.call(disk::join).toCompletableFuture();
    CompletableFuture<HttpResponse> next = call(few);
    refused(call(few));
    assertThat(next).isNotDone();

    disk.complete(FINE);

    assertThat(hanging.join()).isEqualTo(FINE);
    assertThat(next.join()).isEqualTo(FINE);
  }
}
