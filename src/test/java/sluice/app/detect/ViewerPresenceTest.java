package sluice.app.detect;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import sluice.core.LivePicture;
import sluice.core.LiveViewer;

@Timeout(20)
class ViewerPresenceTest {
  private static final Duration LONG = Duration.ofMinutes(1);
  private static final Duration MOMENT = Duration.ofMillis(20);

  private final ViewerPresence viewers = new ViewerPresence((stream, width, news) -> new Nothing());

  private static final class Nothing implements LiveViewer {
    @Override
    public Optional<LivePicture> next() {
      return Optional.empty();
    }

    @Override
    public void close() {}
  }

  private LiveViewer look() {
    return viewers.watch("a", 320, () -> {});
  }

  @Test
  void firstViewer_endsTheWait() {
    CompletableFuture<Boolean> wait = CompletableFuture.supplyAsync(() -> viewers.awaitSome(LONG));
    look();

    assertThat(wait.join()).isTrue();
  }

  @Test
  void wait_timesOut_withoutViewers() {
    assertThat(viewers.awaitSome(MOMENT)).isFalse();
  }

  @Test
  void lastViewerLeaving_endsTheWait_despiteRepeatedClose() {
    LiveViewer first = look();
    LiveViewer second = look();
    first.close();
    first.close();
    CompletableFuture<Void> wait =
        CompletableFuture.runAsync(() -> viewers.awaitNone(MOMENT, LONG));
    assertThat(viewers.awaitSome(Duration.ZERO)).isTrue();
    second.close();

    wait.join();
    assertThat(viewers.awaitSome(Duration.ZERO)).isFalse();
  }

  @Test
  void waitForLastViewer_timesOut() {
    look();
    viewers.awaitNone(MOMENT, MOMENT);

    assertThat(viewers.awaitSome(Duration.ZERO)).isTrue();
  }

  @Test
  void close_endsEveryWait() {
    CompletableFuture<Boolean> first = CompletableFuture.supplyAsync(() -> viewers.awaitSome(LONG));
    viewers.release();
    assertThat(first.join()).isFalse();

    look();
    viewers.awaitNone(LONG, LONG);
  }
}
