package sluice.stage.sink.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static sluice.stage.sink.kafka.KafkaFixture.message;
import static sluice.stage.sink.kafka.KafkaFixture.messages;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.common.errors.InvalidTimestampException;
import org.apache.kafka.common.errors.NotEnoughReplicasException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import sluice.core.message.Message;
import sluice.stage.sink.kafka.DeliveryAttempt.Failure;
import sluice.stage.sink.kafka.KafkaFixture.Settled;

/** What an attempt makes of a producer's answers, which the tests give. */
@Timeout(30)
class DeliveryAttemptTest {
  private static final Duration LIMIT = Duration.ofSeconds(20);

  @TempDir Path folder;
  private MockProducer<byte[], byte[]> producer = producer();
  private final Settled settled = new Settled();
  private final AtomicLong nanos = new AtomicLong();
  private final MissingTopics missing = new MissingTopics(nanos::get);
  private Clock clock = Clock.fixed(KafkaFixture.TIME, ZoneOffset.UTC);

  private static MockProducer<byte[], byte[]> producer() {
    return new MockProducer<>(false, null, new ByteArraySerializer(), new ByteArraySerializer());
  }

  private Optional<Failure> run(List<Message> messages, Duration limit) throws Exception {
    KafkaSinkConfig config =
        KafkaFixture.config(folder, "brokers = \"b:9092\", topic = \"t.{stream}\"");
    KafkaRecords records = new KafkaRecords(config, "host");
    return new DeliveryAttempt(producer, records, missing, settled, clock, limit).run(messages);
  }

  /** Starts an attempt, and returns when all of its records wait for answers. */
  private CompletableFuture<Optional<Failure>> start(List<Message> messages, int records) {
    CompletableFuture<Optional<Failure>> result = new CompletableFuture<>();
    Thread.ofVirtual()
        .start(
            () -> {
              try {
                result.complete(run(messages, LIMIT));
              } catch (Throwable e) {
                result.completeExceptionally(e);
              }
            });
    await().until(() -> producer.history().size() == records);
    return result;
  }

  private static Optional<Failure> end(CompletableFuture<Optional<Failure>> attempt)
      throws Exception {
    return attempt.get(10, TimeUnit.SECONDS);
  }

  @Test
  void theFirstFailure_closesTheProducerAtOnce_andNothingIsAcknowledgedBehindIt() throws Exception {
    CompletableFuture<Optional<Failure>> attempt = start(messages(0, 4, "a"), 4);
    producer.completeNext();
    assertThat(producer.closed()).isFalse();
    NotEnoughReplicasException why = new NotEnoughReplicasException("too few");
    producer.errorNext(why);

    assertThat(producer.closed()).isTrue();
    producer.completeNext();
    assertThat(end(attempt)).contains(new Failure(why, "t.a", false));
    assertThat(settled.acknowledged).containsExactly("run-a-0");
    assertThat(settled.refused).isEmpty();
  }

  @Test
  void whatIsRefused_isSettledAlone() throws Exception {
    CompletableFuture<Optional<Failure>> attempt = start(messages(0, 3, "a"), 3);
    producer.completeNext();
    producer.errorNext(new RecordTooLargeException("of 9 bytes"));
    producer.completeNext();

    assertThat(end(attempt)).isEmpty();
    assertThat(producer.closed()).isFalse();
    assertThat(settled.acknowledged).containsExactly("run-a-0", "run-a-2");
    assertThat(settled.refused).containsOnlyKeys("run-a-1");
  }

  @Test
  void aMessage_isSettledWithItsPicture() throws Exception {
    CompletableFuture<Optional<Failure>> attempt =
        start(List.of(message("a", 0, new byte[] {1}), message("a", 1, new byte[] {2})), 4);
    producer.completeNext();
    assertThat(settled.acknowledged).isEmpty();
    producer.completeNext();
    assertThat(settled.acknowledged).containsExactly("run-a-0");
    producer.completeNext();
    producer.errorNext(new NotEnoughReplicasException("too few"));

    assertThat(end(attempt)).isPresent();
    assertThat(settled.acknowledged).containsExactly("run-a-0");
  }

  @Test
  void aTimeOfTheFuture_isSentAgain_andOneOfThePastIsRefused() throws Exception {
    InvalidTimestampException why = new InvalidTimestampException("out of range");
    CompletableFuture<Optional<Failure>> ahead = start(messages(0, 1, "a"), 1);
    producer.errorNext(why);
    assertThat(end(ahead)).isPresent();
    assertThat(settled.refused).isEmpty();

    producer = producer();
    clock = Clock.offset(clock, Duration.ofDays(8));
    CompletableFuture<Optional<Failure>> old = start(messages(0, 1, "a"), 1);
    producer.errorNext(why);
    assertThat(end(old)).isEmpty();
    assertThat(settled.refused).containsOnlyKeys("run-a-0").containsValue("out of range");
  }

  @Test
  void aTopicThatIsMissing_isNotAskedForAgainForAWhile() throws Exception {
    TimeoutException why =
        new TimeoutException("not present", new UnknownTopicOrPartitionException("none"));
    missing.add("t.b", why);
    List<Message> all = messages(0, 2, "a", "b");

    CompletableFuture<Optional<Failure>> attempt = start(all, 2);
    producer.completeNext();
    producer.completeNext();
    assertThat(end(attempt)).contains(new Failure(why, "t.b", true));
    assertThat(settled.acknowledged).containsExactly("run-a-0", "run-a-1");

    nanos.addAndGet(MissingTopics.REST.toNanos());
    CompletableFuture<Optional<Failure>> later = start(messages(0, 1, "b"), 3);
    producer.completeNext();
    assertThat(end(later)).isEmpty();
    assertThat(settled.acknowledged).contains("run-b-0");
  }

  @Test
  void aProducerThatIsClosed_isAFailure() throws Exception {
    producer.close();

    assertThat(run(messages(0, 2, "a"), LIMIT)).isPresent();
    assertThat(settled.acknowledged).isEmpty();
  }

  @Test
  void answersThatDontCome_areAFailureAtTheLimit() throws Exception {
    List<Message> all = messages(0, 2, "a");

    Optional<Failure> failure = run(all, Duration.ofMillis(50));

    assertThat(failure).hasValueSatisfying(each -> assertThat(each.ofTopicOnly()).isFalse());
    assertThat(all).noneMatch(settled::has);
  }

  @Test
  void answersAfterTheEnd_changeNothing() throws Exception {
    KafkaSinkConfig config = KafkaFixture.config(folder, "brokers = \"b:9092\"");
    DeliveryAttempt attempt =
        new DeliveryAttempt(
            producer,
            new KafkaRecords(config, "host"),
            missing,
            settled,
            clock,
            Duration.ofMillis(1));
    assertThat(attempt.run(messages(0, 1, "a"))).isPresent();
    attempt.end();

    producer.completeNext();

    assertThat(settled.acknowledged).isEmpty();
  }
}
