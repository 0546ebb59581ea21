package sluice.stage.sink;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import sluice.core.FrameLedger;
import sluice.core.FrameResult;
import sluice.core.HandOffQueue.OverflowStrategy;
import sluice.core.TestPicture;
import sluice.core.message.StateChange;

/** The order of what waits for a sink, and the room of results and events. */
@Timeout(20)
class SinkQueueTest {
  private final FrameLedger ledger = new FrameLedger();

  @Test
  void resultsAndEvents_comeInTheOrderInWhichTheyWereTold() {
    SinkQueue queue = new SinkQueue(4, OverflowStrategy.WAIT);
    queue.add(event(1));
    queue.offer(Results.withoutPicture(8, 4, 10));
    queue.add(event(2));
    queue.add(event(3));
    queue.offer(Results.withoutPicture(8, 4, 11));

    assertThat(taken(queue, 5)).containsExactly("e1", "f10", "e2", "e3", "f11");
  }

  @Test
  void event_takesNoRoomOfResults() {
    SinkQueue queue = new SinkQueue(1, OverflowStrategy.WAIT);
    queue.add(event(1));
    assertThat(queue.offer(Results.withoutPicture(8, 4, 10))).isTrue();
    assertThat(queue.offer(Results.withoutPicture(8, 4, 11))).isFalse();
    assertThat(queue.add(event(2))).isTrue();
    AtomicInteger woken = new AtomicInteger();
    queue.whenSpace(woken::incrementAndGet);

    assertThat(taken(queue, 1)).containsExactly("e1");
    assertThat(woken).as("an event leaves no room").hasValue(0);
    assertThat(taken(queue, 1)).containsExactly("f10");
    assertThat(woken).hasValue(1);
    assertThat(queue.lost()).isZero();
  }

  @Test
  void result_takesThePlaceOfTheOldestResult_andOfNoEvent() {
    SinkQueue queue = new SinkQueue(1, OverflowStrategy.DROP_OLDEST);
    queue.add(event(1));
    TestPicture picture = TestPicture.bgr24(8, 4);
    try (FrameResult result = Results.of(ledger, picture, 10, 0)) {
      assertThat(queue.offer(SinkItem.of(result, true))).isTrue();
    }
    queue.add(event(2));
    assertThat(queue.offer(Results.withoutPicture(8, 4, 11))).isTrue();

    assertThat(picture.openReferences()).as("what was replaced is closed").isZero();
    assertThat(queue.lost()).isEqualTo(1);
    assertThat(taken(queue, 3)).containsExactly("e1", "e2", "f11");
  }

  @Test
  void eventWithoutRoom_isLostAndCounted() {
    SinkQueue queue = new SinkQueue(1, OverflowStrategy.DROP_OLDEST);
    for (int i = 0; i < SinkQueue.EVENTS + 3; i++) {
      assertThat(queue.add(event(i))).isTrue();
    }

    assertThat(queue.lost()).isEqualTo(3);
  }

  @Test
  void closedQueue_closesWhatWaits_andTakesNothing() {
    SinkQueue queue = new SinkQueue(1, OverflowStrategy.WAIT);
    TestPicture picture = TestPicture.bgr24(8, 4);
    try (FrameResult result = Results.of(ledger, picture, 10, 0)) {
      queue.offer(SinkItem.of(result, true));
    }
    AtomicInteger woken = new AtomicInteger();
    queue.whenSpace(woken::incrementAndGet);

    queue.close();

    assertThat(picture.openReferences()).isZero();
    assertThat(woken).hasValue(1);
    assertThat(queue.add(event(1))).isFalse();
    assertThat(queue.offer(Results.withoutPicture(8, 4, 11))).isFalse();
    assertThat(queue.poll()).isNull();
    assertThat(queue.isClosed()).isTrue();
  }

  @Test
  void completedQueue_givesWhatWaits_thenEnds() {
    SinkQueue queue = new SinkQueue(1, OverflowStrategy.WAIT);
    queue.add(event(1));
    queue.complete();

    assertThat(taken(queue, 1)).containsExactly("e1");
    assertThat(queue.poll()).isNull();
  }

  private static SinkEvent event(long number) {
    return new SinkEvent.State("run", number, new StateChange("running", "", Instant.EPOCH));
  }

  private static List<String> taken(SinkQueue queue, int count) {
    List<String> result = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      try (SinkEntry entry = queue.poll()) {
        result.add(
            switch (entry) {
              case SinkItem item -> "f" + item.frameNumber();
              case SinkEvent event -> "e" + event.number();
            });
      }
    }
    return result;
  }
}
