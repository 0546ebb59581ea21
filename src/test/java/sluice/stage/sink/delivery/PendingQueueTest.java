package sluice.stage.sink.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import sluice.core.HandOffQueue.OverflowStrategy;

class PendingQueueTest {
  private static final PendingMessage STATE = message(false);

  private static PendingMessage frame() {
    return message(true);
  }

  private static PendingMessage message(boolean isFrame) {
    return new PendingMessage(
        isFrame,
        PendingPicture.NONE,
        picture -> {
          throw new AssertionError("it is not made");
        });
  }

  @Test
  void streamThatWaits_waitsForRoom_ofFrames() {
    PendingQueue queue = new PendingQueue(OverflowStrategy.WAIT);
    for (int i = 0; i < PendingQueue.FRAMES; i++) {
      assertThat(queue.offer(frame())).isTrue();
    }
    AtomicInteger woken = new AtomicInteger();

    assertThat(queue.isFull()).isTrue();
    assertThat(queue.offer(frame())).isFalse();
    queue.whenSpace(woken::incrementAndGet);
    assertThat(woken).hasValue(0);
    queue.poll();
    assertThat(woken).hasValue(1);
    assertThat(queue.offer(frame())).isTrue();
    assertThat(queue.lost()).isZero();
  }

  @Test
  void streamThatWaits_waitsWhileManyEventsWait_soThatNoneIsLost() {
    PendingQueue queue = new PendingQueue(OverflowStrategy.WAIT);
    int events = 0;
    while (!queue.isFull() && events < PendingQueue.EVENTS) {
      queue.add(STATE);
      events++;
    }
    AtomicInteger woken = new AtomicInteger();

    assertThat(events).as("there is room for those that are late").isLessThan(PendingQueue.EVENTS);
    assertThat(queue.offer(frame())).isFalse();
    queue.whenSpace(woken::incrementAndGet);
    assertThat(woken).hasValue(0);
    queue.poll();
    assertThat(woken).hasValue(1);
    assertThat(queue.lost()).isZero();
  }

  @Test
  void streamThatDoesNotWait_losesItsOldestFrame_andLateEvents() {
    PendingQueue queue = new PendingQueue(OverflowStrategy.DROP_OLDEST);
    for (int i = 0; i <= PendingQueue.FRAMES; i++) {
      assertThat(queue.offer(frame())).isTrue();
    }
    for (int i = 0; i <= PendingQueue.EVENTS; i++) {
      queue.add(STATE);
    }
    AtomicInteger woken = new AtomicInteger();
    queue.whenSpace(woken::incrementAndGet);

    assertThat(queue.isFull()).isFalse();
    assertThat(woken).hasValue(1);
    assertThat(queue.lost()).isEqualTo(2);
  }
}
