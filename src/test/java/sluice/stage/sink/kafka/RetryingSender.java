package sluice.stage.sink.kafka;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import sluice.core.message.Message;
import sluice.stage.sink.delivery.DeliveryException;
import sluice.stage.sink.delivery.Settlement;

/**
 * A sender that makes messages and delivers them on a thread of its own until it is ended. As the
 * port demands: what is not settled is delivered again, the first message first.
 */
final class RetryingSender {
  /** Of several requests for a partition, one after the other. */
  private static final int BATCH = 500;

  private static final byte[] PICTURE = new byte[2_000];

  private final KafkaDestination destination;
  private final List<String> streams;
  private final List<String> made = new ArrayList<>();
  private final AtomicInteger settled = new AtomicInteger();
  private final AtomicInteger failures = new AtomicInteger();
  private final CountDownLatch ending = new CountDownLatch(1);
  private final CompletableFuture<List<String>> ended = new CompletableFuture<>();

  RetryingSender(KafkaDestination destination, List<String> streams) {
    this.destination = destination;
    this.streams = streams;
    Thread.ofPlatform().name("retrying-sender").start(this::run);
  }

  /** Messages that were settled so far. */
  int settled() {
    return settled.get();
  }

  /** Deliveries that failed so far. */
  int failures() {
    return failures.get();
  }

  /** Makes no more messages, waits until all are settled, and closes; ids of all, as made. */
  List<String> end() throws Exception {
    ending.countDown();
    return ended.get(120, TimeUnit.SECONDS);
  }

  private void run() {
    try (destination) {
      List<Message> open = new ArrayList<>();
      int number = 0;
      while (ending.getCount() > 0 || !open.isEmpty()) {
        while (open.size() < BATCH && ending.getCount() > 0) {
          Message message =
              KafkaFixture.message(streams.get(number % streams.size()), number, PICTURE);
          made.add(message.id());
          open.add(message);
          number++;
        }
        deliver(open);
      }
      ended.complete(made);
    } catch (Throwable e) {
      ended.completeExceptionally(e);
    }
  }

  private void deliver(List<Message> open) throws InterruptedException {
    Set<String> done = ConcurrentHashMap.newKeySet();
    try {
      destination.deliver(
          List.copyOf(open),
          new Settlement() {
            @Override
            public void acknowledged(Message message) {
              done.add(message.id());
            }

            @Override
            public void refused(Message message, String reason) {
              throw new AssertionError(message + " was refused: " + reason);
            }
          });
    } catch (DeliveryException e) {
      failures.incrementAndGet();
      boolean _ = ending.await(100, TimeUnit.MILLISECONDS); // as a sender's backoff
    }
    open.removeIf(message -> done.contains(message.id()));
    settled.addAndGet(done.size());
  }
}
