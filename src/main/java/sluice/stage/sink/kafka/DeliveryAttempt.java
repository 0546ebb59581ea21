package sluice.stage.sink.kafka;

import java.time.Clock;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Future;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.TimeoutException;
import org.jspecify.annotations.Nullable;
import sluice.core.message.Message;
import sluice.stage.sink.delivery.Settlement;

/**
 * Delivery of the messages of one call. With the first answer that says that a record is to be sent
 * again, the producer is closed from within that answer, so that nothing that waits behind it is
 * sent any more. A topic that can't be written to holds up the messages of its own streams only.
 * Used once, by the thread that makes it; answers come from the producer's thread.
 */
final class DeliveryAttempt {
  private final Producer<byte[], byte[]> producer;
  private final KafkaRecords records;
  private final MissingTopics missing;
  private final Settlement settlement;
  private final Clock clock;
  private final long limitNanos;
  private final Thread caller = Thread.currentThread();

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final Set<String> heldUp = new HashSet<>();
  private int unanswered;
  private boolean over;
  private boolean stopped;
  private @Nullable Failure ofConnection;
  private @Nullable Failure ofTopic;

  /**
   * A failure.
   *
   * @param cause what the client said
   * @param topic that was written to
   * @param ofTopicOnly whether the producer can be used further
   */
  record Failure(Exception cause, String topic, boolean ofTopicOnly) {}

  /** A message, some of whose records have no answer yet. */
  private static final class Open {
    final Message message;
    int records;
    boolean failed;
    String refusal = "";

    Open(Message message, int records) {
      this.message = message;
      this.records = records;
    }
  }

  /**
   * An attempt.
   *
   * @param limit how long it may take, besides one wait of the client's
   */
  DeliveryAttempt(
      Producer<byte[], byte[]> producer,
      KafkaRecords records,
      MissingTopics missing,
      Settlement settlement,
      Clock clock,
      Duration limit) {
    this.producer = producer;
    this.records = records;
    this.missing = missing;
    this.settlement = settlement;
    this.clock = clock;
    this.limitNanos = limit.toNanos();
  }

  /**
   * Sends messages, and waits for the answers or for the first failure.
   *
   * @return why messages are left; absent: all are settled
   * @throws InterruptedException when the caller is interrupted
   */
  Optional<Failure> run(List<Message> messages) throws InterruptedException {
    long start = System.nanoTime();
    for (Message message : messages) {
      if (isFailed() || System.nanoTime() - start > limitNanos) {
        break;
      }
      send(message);
    }
    lock.lock();
    try {
      long left = limitNanos - (System.nanoTime() - start);
      while (unanswered > 0 && !stopped && left > 0) {
        left = changed.awaitNanos(left);
      }
      if (left <= 0 && ofConnection == null) {
        ofConnection = new Failure(new TimeoutException("no answer in time"), "", false);
      }
      return Optional.ofNullable(ofConnection == null ? ofTopic : ofConnection);
    } finally {
      lock.unlock();
    }
  }

  /** From now on answers change nothing: to be called once the producer is closed. */
  void end() {
    lock.lock();
    try {
      over = true;
    } finally {
      lock.unlock();
    }
  }

  private void send(Message message) throws InterruptedException {
    if (heldUp.contains(message.stream())) {
      return;
    }
    List<ProducerRecord<byte[], byte[]>> all = records.of(message);
    String topic = all.getFirst().topic();
    Optional<Exception> absence = missing.failure(topic);
    if (absence.isPresent()) {
      holdUp(message.stream(), topic, absence.get());
      return;
    }
    Open open = new Open(message, all.size());
    for (ProducerRecord<byte[], byte[]> record : all) {
      if (!isFailed() && !heldUp.contains(message.stream())) {
        send(open, record);
      }
    }
  }

  private void send(Open open, ProducerRecord<byte[], byte[]> record) throws InterruptedException {
    lock.lock();
    try {
      unanswered++;
    } finally {
      lock.unlock();
    }
    try {
      Future<RecordMetadata> _ =
          producer.send(record, (metadata, failure) -> answered(open, record, failure));
    } catch (InterruptException e) {
      Thread.interrupted(); // the client has set it again
      throw (InterruptedException) new InterruptedException().initCause(e);
    } catch (KafkaException | IllegalStateException e) {
      answered(open, record, e); // the client is broken or closed, and will not answer
    }
  }

  private void answered(
      Open open, ProducerRecord<byte[], byte[]> record, @Nullable Exception failure) {
    boolean mustClose = false;
    lock.lock();
    try {
      if (over) {
        return;
      }
      unanswered--;
      open.records--;
      Optional<String> refusal =
          failure == null
              ? Optional.empty()
              : KafkaFailures.refusal(
                  failure,
                  record.value().length,
                  Duration.between(open.message.time(), clock.instant()));
      if (refusal.isPresent()) {
        open.refusal = (KafkaRecords.isPicture(record) ? "picture: " : "") + refusal.get();
      } else if (failure != null) {
        mustClose = failed(open, record.topic(), failure);
      }
      settle(open);
      changed.signalAll();
    } finally {
      lock.unlock();
    }
    if (mustClose) {
      producer.close(Duration.ZERO);
    }
  }

  /** Keeps a failure; whether the producer is to be closed at once. */
  private boolean failed(Open open, String topic, Exception failure) {
    open.failed = true;
    boolean atOnce = Thread.currentThread().equals(caller); // nothing was sent
    if (atOnce && KafkaFailures.isOfTopic(failure)) {
      missing.add(topic, failure);
      holdUp(open.message.stream(), topic, failure);
      return false;
    }
    if (ofConnection == null) {
      ofConnection = new Failure(failure, topic, false);
    }
    boolean first = !atOnce && !stopped;
    stopped |= !atOnce;
    return first;
  }

  /** Nothing is acknowledged behind a failure. */
  private void settle(Open open) {
    if (open.records > 0 || open.failed) {
      return;
    }
    if (!open.refusal.isEmpty()) {
      settlement.refused(open.message, open.refusal);
    } else if (!stopped) {
      settlement.acknowledged(open.message);
    }
  }

  private void holdUp(String stream, String topic, Exception failure) {
    heldUp.add(stream);
    if (ofTopic == null) {
      ofTopic = new Failure(failure, topic, true);
    }
  }

  private boolean isFailed() {
    lock.lock();
    try {
      return ofConnection != null;
    } finally {
      lock.unlock();
    }
  }
}
