package sluice.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import sluice.core.HandOffQueue.OverflowStrategy;
import sluice.core.HandOffQueue.Reason;

class HandOffQueueTest {
  private final List<String> discarded = new CopyOnWriteArrayList<>();

  @Test
  void handOffQueue_deliversInOrder_thenEnds() throws InterruptedException {
    HandOffQueue<String> handOver = create(3, OverflowStrategy.WAIT);
    handOver.put("a");
    handOver.put("b");
    handOver.complete();

    assertThat(handOver.take()).isEqualTo("a");
    assertThat(handOver.isDrained()).isFalse();
    assertThat(handOver.take()).isEqualTo("b");
    assertThat(handOver.take()).isNull();
    assertThat(handOver.isDrained()).isTrue();
  }

  @Test
  void handOffQueue_exposesFailure_afterRemainingElements() throws InterruptedException {
    HandOffQueue<String> handOver = create(2, OverflowStrategy.WAIT);
    IllegalStateException broken = new IllegalStateException("broken");
    handOver.put("a");
    handOver.fail(broken);
    handOver.complete();

    assertThat(handOver.isDrained()).isFalse();
    assertThat(handOver.poll()).isEqualTo("a");
    assertThat(handOver.isDrained()).isTrue();
    assertThat(handOver.failure()).isSameAs(broken);
  }

  @Test
  void blockedProducer_resumes_whenThereIsRoom() throws InterruptedException {
    HandOffQueue<String> handOver = create(1, OverflowStrategy.WAIT);
    handOver.put("a");
    Thread producer = Thread.ofPlatform().start(() -> put(handOver, "b"));
    await().until(() -> producer.getState() == Thread.State.WAITING);

    assertThat(handOver.poll()).isEqualTo("a");
    producer.join();
    assertThat(handOver.poll()).isEqualTo("b");
    assertThat(discarded).isEmpty();
  }

  @Test
  void blockedProducer_resumes_whenHalfOfTheRoomIsFree() throws InterruptedException {
    HandOffQueue<String> handOver = create(4, OverflowStrategy.WAIT);
    for (String element : List.of("a", "b", "c", "d")) {
      handOver.put(element);
    }
    Thread producer = Thread.ofPlatform().start(() -> put(handOver, "e"));
    await().until(() -> producer.getState() == Thread.State.WAITING);

    handOver.poll();
    await().during(Duration.ofMillis(50)).until(() -> handOver.size() == 3);
    handOver.poll();

    producer.join();
    assertThat(handOver.size()).isEqualTo(3);
  }

  @Test
  void refresh_replacesWhatWaits_andNothingElse() throws InterruptedException {
    HandOffQueue<String> handOver = create(1, OverflowStrategy.DROP_OLDEST);
    assertThat(handOver.refresh("a")).isFalse();
    handOver.put("b");
    assertThat(handOver.refresh("c")).isTrue();
    assertThat(discarded).containsExactly("b REFRESHED");
    assertThat(handOver.poll()).isEqualTo("c");
    assertThat(handOver.refresh("d")).isFalse();
    handOver.close();
    assertThat(handOver.refresh("e")).isFalse();
    assertThat(discarded).containsExactly("b REFRESHED");
  }

  @Test
  void close_releasesBlockedProducer_andDiscardsEverything() throws InterruptedException {
    HandOffQueue<String> handOver = create(1, OverflowStrategy.WAIT);
    handOver.put("a");
    CompletableFuture<Boolean> wanted = CompletableFuture.supplyAsync(() -> put(handOver, "b"));

    handOver.close();

    assertThat(wanted.join()).isFalse();
    assertThat(discarded).containsExactlyInAnyOrder("a CLOSED", "b CLOSED");
    assertThat(handOver.offer("c")).isFalse();
    assertThat(handOver.take()).isNull();
  }

  @Test
  void interruptedProducer_discardsItsElement() throws InterruptedException {
    HandOffQueue<String> handOver = create(1, OverflowStrategy.WAIT);
    handOver.put("a");
    CompletableFuture<Throwable> seen = new CompletableFuture<>();
    Thread producer =
        Thread.ofPlatform()
            .start(
                () -> {
                  try {
                    handOver.put("b");
                  } catch (InterruptedException interrupted) {
                    seen.complete(interrupted);
                  }
                });
    await().until(() -> producer.getState() == Thread.State.WAITING);

    producer.interrupt();

    assertThat(seen.join()).isInstanceOf(InterruptedException.class);
    assertThat(discarded).containsExactly("b CLOSED");
  }

  @Test
  void handOffQueue_replacesOldest_whenFull() throws InterruptedException {
    HandOffQueue<String> handOver = create(1, OverflowStrategy.DROP_OLDEST);
    handOver.put("a");
    handOver.put("b");

    assertThat(discarded).containsExactly("a REPLACED");
    assertThat(handOver.poll()).isEqualTo("b");
  }

  @Test
  void offer_neitherWaitsNorReplaces_whenFull() {
    HandOffQueue<String> handOver = create(1, OverflowStrategy.DROP_OLDEST);
    assertThat(handOver.offer("a")).isTrue();
    assertThat(handOver.offer("b")).isFalse();
    assertThat(discarded).isEmpty();
  }

  @Test
  void handOffQueue_notifiesConsumerOnce_whenElementArrives() {
    HandOffQueue<String> handOver = create(4, OverflowStrategy.WAIT);
    AtomicInteger wakes = new AtomicInteger();
    handOver.whenAvailable(wakes::incrementAndGet);
    handOver.whenAvailable(wakes::incrementAndGet);
    assertThat(wakes).hasValue(0);

    handOver.offer("a");
    handOver.offer("b");

    assertThat(wakes).hasValue(1);
    handOver.whenAvailable(wakes::incrementAndGet);
    assertThat(wakes).hasValue(2);
  }

  @Test
  void handOffQueue_notifiesConsumer_onCompletion() {
    HandOffQueue<String> handOver = create(1, OverflowStrategy.WAIT);
    AtomicInteger wakes = new AtomicInteger();
    handOver.whenAvailable(wakes::incrementAndGet);
    handOver.complete();
    assertThat(wakes).hasValue(1);
  }

  @Test
  void handOffQueue_notifiesProducer_onRoomAndOnClose() {
    HandOffQueue<String> handOver = create(1, OverflowStrategy.WAIT);
    AtomicInteger wakes = new AtomicInteger();
    handOver.offer("a");
    handOver.whenSpace(wakes::incrementAndGet);
    assertThat(wakes).hasValue(0);
    handOver.poll();
    assertThat(wakes).hasValue(1);

    handOver.offer("b");
    handOver.whenSpace(wakes::incrementAndGet);
    handOver.close();
    assertThat(wakes).hasValue(2);
  }

  @Test
  void everyElement_isEitherTakenOrDiscarded_underContention() throws InterruptedException {
    HandOffQueue<String> handOver = create(2, OverflowStrategy.DROP_OLDEST);
    List<String> taken = new ArrayList<>();
    Thread producer =
        Thread.ofPlatform()
            .start(
                () -> {
                  for (int i = 0; i < 10_000; i++) {
                    put(handOver, "e" + i);
                  }
                  handOver.complete();
                });
    for (String e = handOver.take(); e != null && taken.size() < 4_000; e = handOver.take()) {
      taken.add(e);
    }
    handOver.close();
    producer.join();

    assertThat(taken.size() + discarded.size())
        .isBetween(9_999, 10_000); // the loop may have one in its hand when it stops
    assertThat(taken).doesNotHaveDuplicates();
    assertThat(discarded).doesNotHaveDuplicates();
  }

  @Test
  void capacityBelowOne_isRefused() {
    assertThatThrownBy(() -> create(0, OverflowStrategy.WAIT))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("capacity: 0 (expected: >= 1)");
  }

  private HandOffQueue<String> create(int capacity, OverflowStrategy whenFull) {
    return new HandOffQueue<>(
        capacity, whenFull, (String e, Reason reason) -> discarded.add(e + " " + reason));
  }

  private static boolean put(HandOffQueue<String> handOver, String element) {
    try {
      return handOver.put(element);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
