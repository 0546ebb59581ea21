package sluice.stage.sink.mqtt;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import sluice.core.message.Message;
import sluice.stage.sink.delivery.DeliveryException;
import sluice.stage.sink.delivery.Settlement;

/**
 * Delivers messages as a sink's sender does: what is not settled is delivered again, the first
 * message first. Used by one thread; its figures may be asked for by others.
 */
final class RetryingSender {
  private static final int BATCH = 256;
  private static final long LONGEST_SECONDS = 60;

  private final List<Message> open;
  private final List<String> acknowledged = new ArrayList<>();
  private final Map<String, String> refused = new LinkedHashMap<>();
  private final List<String> failures = new ArrayList<>();
  private final CountDownLatch never = new CountDownLatch(1);

  RetryingSender(List<Message> messages) {
    this.open = new ArrayList<>(messages);
  }

  /** Sends until all are settled. */
  void send(MqttDestination destination) throws InterruptedException {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(LONGEST_SECONDS);
    while (!open.isEmpty()) {
      assertThat(System.nanoTime()).as("%s", failures).isLessThan(end);
      List<Message> batch = List.copyOf(open.subList(0, Math.min(BATCH, open.size())));
      try {
        destination.deliver(batch, settlement());
      } catch (DeliveryException e) {
        synchronized (this) {
          failures.add(e.getMessage());
        }
        boolean _ = never.await(50, TimeUnit.MILLISECONDS); // as a sender's backoff
      }
    }
  }

  private Settlement settlement() {
    return new Settlement() {
      @Override
      public void acknowledged(Message message) {
        settle(message);
        synchronized (RetryingSender.this) {
          acknowledged.add(message.id());
        }
      }

      @Override
      public void refused(Message message, String reason) {
        settle(message);
        synchronized (RetryingSender.this) {
          refused.put(message.id(), reason);
        }
      }

      private void settle(Message message) {
        assertThat(open.remove(message)).as("%s is settled once", message).isTrue();
      }
    };
  }

  synchronized List<String> acknowledged() {
    return List.copyOf(acknowledged);
  }

  synchronized Map<String, String> refused() {
    return Map.copyOf(refused);
  }

  /** What failed deliveries said. */
  synchronized List<String> failures() {
    return List.copyOf(failures);
  }
}
