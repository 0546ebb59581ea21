package sluice.video.isolation.remote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import sluice.testing.Latches;

/** Turns to start: few at a time, in order. */
@Timeout(60)
class StartTurnsTest {
  private static final int MOST = 2;
  private static final int WAITING = 6;

  private final StartTurns turns = new StartTurns(MOST);
  private final List<Integer> begun = new CopyOnWriteArrayList<>();
  private final List<Thread> threads = new ArrayList<>();

  @Test
  void turns_comeInOrderAndFewAtATime() throws InterruptedException {
    AtomicInteger now = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    takeAll();
    for (int i = 0; i < WAITING; i++) {
      int number = i;
      waitInLine(
          number,
          new AtomicBoolean(),
          () -> {
            most.accumulateAndGet(now.incrementAndGet(), Math::max);
            begun.add(number);
            now.decrementAndGet();
            turns.leave();
          });
    }
    turns.leave(); // one of them alone: each begins when the one before is done
    joinAll();
    assertThat(begun).containsExactly(0, 1, 2, 3, 4, 5);
    turns.leave();
    assertThat(most.get()).isBetween(1, MOST);
  }

  @Test
  void givingUp_keepsTheOrder() throws InterruptedException {
    takeAll();
    List<AtomicBoolean> unwanted = new ArrayList<>();
    for (int i = 0; i < WAITING; i++) {
      int number = i;
      AtomicBoolean one = new AtomicBoolean();
      unwanted.add(one);
      waitInLine(
          number,
          one,
          () -> {
            begun.add(number);
            turns.leave();
          });
    }
    unwanted.get(0).set(true);
    unwanted.get(3).set(true);
    threads.get(0).join();
    threads.get(3).join();
    turns.leave();
    joinAll();
    assertThat(begun).containsExactly(1, 2, 4, 5);
  }

  @Test
  void interrupted_leavesTheLine() throws InterruptedException {
    takeAll();
    Thread.currentThread().interrupt();
    assertThatThrownBy(() -> turns.await(() -> false, () -> {}))
        .isInstanceOf(InterruptedException.class);
    waitInLine(1, new AtomicBoolean(), () -> begun.add(1));
    turns.leave();
    joinAll();
    assertThat(begun).containsExactly(1);
  }

  @Test
  void waiting_givesSignsOfLife() throws InterruptedException {
    takeAll();
    AtomicInteger signs = new AtomicInteger();
    assertThat(turns.await(() -> signs.get() >= 3, signs::incrementAndGet)).isFalse();
    assertThat(signs).hasValue(3);
  }

  private void takeAll() throws InterruptedException {
    for (int i = 0; i < MOST; i++) {
      assertThat(turns.await(() -> false, () -> {})).isTrue();
    }
  }

  /** Returns when it waits, so that the order is known. */
  private void waitInLine(int number, AtomicBoolean unwanted, Runnable turn) {
    CountDownLatch waits = new CountDownLatch(1);
    threads.add(
        Thread.ofVirtual()
            .name("turn-" + number)
            .start(
                () -> {
                  try {
                    if (turns.await(unwanted::get, waits::countDown)) {
                      turn.run();
                    }
                  } catch (InterruptedException e) {
                    throw new AssertionError(e);
                  }
                }));
    Latches.await(waits);
  }

  private void joinAll() {
    Awaitility.await().until(() -> threads.stream().noneMatch(Thread::isAlive));
  }
}
