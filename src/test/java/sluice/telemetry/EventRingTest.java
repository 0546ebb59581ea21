package sluice.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

class EventRingTest {
  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
  private static final int MOST_EVENTS = 1_000;
  private static final int MOST_BYTES = 200_000;

  private final EventRing kept = new EventRing(MOST_EVENTS, MOST_BYTES);

  private static List<EventRing.Kept> all(EventRing kept, int from) {
    return all(kept, from, stream -> true);
  }

  private static List<EventRing.Kept> all(EventRing kept, int from, Predicate<String> wanted) {
    List<EventRing.Kept> result = new ArrayList<>();
    Optional<EventRing.Kept> next = kept.next(from, wanted);
    while (next.isPresent()) {
      result.add(next.get());
      next = kept.next(next.get().index() + 1, wanted);
    }
    return result;
  }

  @Test
  void keptEvents_behaveLikeAPlainQueue() {
    Random random = new Random(7);
    Deque<EventRing.Kept> expected = new ArrayDeque<>();
    int bytes = 0;
    for (int i = 0; i < 20_000; i++) {
      Instant at = START.plusMillis(10L * i);
      String text = "é" + "x".repeat(random.nextInt(600)) + i;
      int length = text.length() + 1; // é has two bytes
      Instant oldest = at.minusMillis(random.nextInt(100) == 0 ? 100 : 6_000);
      kept.forgetBefore(oldest);
      while (!expected.isEmpty() && expected.getFirst().at().isBefore(oldest)) {
        bytes -= expected.removeFirst().data().length() + 1;
      }
      while (expected.size() >= MOST_EVENTS || bytes + length > MOST_BYTES) {
        bytes -= expected.removeFirst().data().length() + 1;
      }
      kept.add(at, "s" + i % 3, i % 2 == 0 ? "state" : "detections", text);
      expected.add(
          new EventRing.Kept(0, at, "s" + i % 3, i % 2 == 0 ? "state" : "detections", text));
      bytes += length;

      assertThat(kept.size()).isEqualTo(expected.size());
      if (i % 997 == 0 || i == 19_999) {
        assertThat(all(kept, 0))
            .usingRecursiveFieldByFieldElementComparatorIgnoringFields("index")
            .containsExactlyElementsOf(expected);
      }
    }
  }

  @Test
  void eventsAreGivenFromAnIndexOn_ofTheStreamsThatAreWanted() {
    for (int i = 0; i < 10; i++) {
      kept.add(START, i % 2 == 0 ? "even" : "odd", "state", "" + i);
    }
    assertThat(all(kept, 5, stream -> stream.equals("even")))
        .extracting(EventRing.Kept::data)
        .containsExactly("6", "8");
    assertThat(all(kept, 8)).extracting(EventRing.Kept::index).containsExactly(8, 9);
  }

  @Test
  void eventLargerThanTheBuffer_isKeptAlone() {
    kept.add(START, "lobby", "state", "small");
    kept.add(START, "lobby", "detections", "x".repeat(2 * MOST_BYTES));
    assertThat(all(kept, 0)).hasSize(1);
    kept.add(START, "lobby", "state", "next");
    assertThat(all(kept, 0)).extracting(EventRing.Kept::data).containsExactly("next");
  }
}
