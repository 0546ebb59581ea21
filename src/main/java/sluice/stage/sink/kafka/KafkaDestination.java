package sluice.stage.sink.kafka;

import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.errors.InterruptException;
import org.jspecify.annotations.Nullable;
import sluice.core.message.Message;
import sluice.stage.sink.SinkFact;
import sluice.stage.sink.delivery.DeliveryException;
import sluice.stage.sink.delivery.Destination;
import sluice.stage.sink.delivery.DestinationContext;
import sluice.stage.sink.delivery.Settlement;
import sluice.stage.sink.delivery.StreamProfile;

/**
 * A topic of Kafka. A producer lives until something fails that isn't a topic's own; the next call
 * makes another one, which begins at the first message that is not settled. So no producer goes on
 * after a gap, and the order in a stream's partition is that of the messages.
 */
final class KafkaDestination implements Destination {
  private static final Duration CLOSE_LIMIT = Duration.ofSeconds(4);
  private static final int BATCH = 500;

  private final KafkaSinkConfig config;
  private final String clientId;
  private final ClientLimits limits;
  private final Clock clock;
  private final KafkaRecords records;
  private final KafkaFailures failures;
  private final MissingTopics missing = new MissingTopics(System::nanoTime);
  private final Set<String> streams = new LinkedHashSet<>();
  private @Nullable ProducerConnection connection;

  KafkaDestination(KafkaSinkConfig config, DestinationContext context) {
    this(config, context, ClientLimits.STANDARD);
  }

  KafkaDestination(KafkaSinkConfig config, DestinationContext context, ClientLimits limits) {
    this.config = config;
    this.limits = limits;
    this.clientId = "sluice-%s-%s".formatted(context.instance(), context.sink());
    this.clock = context.clock();
    this.records = new KafkaRecords(config, context.instance());
    this.failures = new KafkaFailures(config);
  }

  @Override
  public int batchSize() {
    return BATCH;
  }

  @Override
  public Duration linger() {
    return Duration.ofMillis(50);
  }

  @Override
  public void deliver(List<Message> messages, Settlement settlement)
      throws DeliveryException, InterruptedException {
    DeliveryAttempt attempt =
        new DeliveryAttempt(
            connected().producer(), records, missing, settlement, clock, limits.attempt());
    boolean keeps = false;
    try {
      Optional<DeliveryAttempt.Failure> failure = attempt.run(messages);
      keeps = failure.isEmpty() || failure.get().ofTopicOnly();
      if (failure.isPresent()) {
        throw failed(failure.get().cause(), failure.get().topic());
      }
    } finally {
      if (!keeps) {
        disconnect();
      }
      attempt.end();
    }
  }

  /** Asks for the topics with each new connection only; a lost one is replaced. */
  @Override
  public void idle() throws DeliveryException, InterruptedException {
    if (connection != null && connection.isConnected()) {
      return;
    }
    disconnect();
    for (String topic : topics()) {
      partitions(topic);
    }
  }

  private Set<String> topics() {
    if (!config.hasTopicForEachStream()) {
      return Set.of(config.topic());
    }
    Set<String> topics = new LinkedHashSet<>();
    streams.forEach(stream -> topics.add(config.topic(stream)));
    return topics;
  }

  @Override
  public void streamChanged(StreamProfile stream) {
    streams.add(stream.id());
  }

  @Override
  public void streamRemoved(String stream) {
    streams.remove(stream);
  }

  @Override
  public List<SinkFact> test(Message message) throws DeliveryException, InterruptedException {
    String topic = config.topic(message.stream());
    try {
      return test(message, topic);
    } catch (DeliveryException e) {
      if (config.hasTopicForEachStream()) {
        throw new DeliveryException(
            "%s (a test goes to topic %s, that of a stream %s)"
                .formatted(e.getMessage(), topic, message.stream()),
            e);
      }
      throw e;
    }
  }

  private List<SinkFact> test(Message message, String topic)
      throws DeliveryException, InterruptedException {
    List<PartitionInfo> partitions = partitions(topic);
    List<SinkFact> facts = new ArrayList<>();
    facts.add(new SinkFact("brokers", brokers(partitions)));
    connected().clusterId().ifPresent(id -> facts.add(new SinkFact("cluster", id)));
    long leaderless = partitions.stream().filter(each -> each.leader() == null).count();
    facts.add(
        new SinkFact(
            "topic",
            "%s, partitions: %d%s"
                .formatted(
                    topic,
                    partitions.size(),
                    leaderless == 0 ? "" : ", without a leader: " + leaderless)));
    RecordMetadata place = sendTest(message, topic);
    facts.add(
        new SinkFact(
            "test message",
            "partition %d, offset %d".formatted(place.partition(), place.offset())));
    return facts;
  }

  /** Brokers that have a part of the topic: the client knows of no others. */
  private static String brokers(List<PartitionInfo> partitions) {
    Set<String> addresses = new TreeSet<>();
    for (PartitionInfo partition : partitions) {
      for (Node replica : partition.replicas()) {
        addresses.add(replica.host() + ":" + replica.port());
      }
    }
    return String.join(", ", addresses);
  }

  private RecordMetadata sendTest(Message message, String topic)
      throws DeliveryException, InterruptedException {
    try {
      return connected()
          .producer()
          .send(records.of(message).getFirst())
          .get(limits.attempt().toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException e) {
      disconnect();
      throw failed(e.getCause() instanceof Exception cause ? cause : e, topic);
    } catch (java.util.concurrent.TimeoutException e) {
      disconnect();
      throw new DeliveryException(failures.noAnswer(), e);
    } catch (KafkaException e) {
      disconnect();
      throw failed(e, topic);
    }
  }

  /** The partitions of a topic; blocks until a broker has told of it. */
  private List<PartitionInfo> partitions(String topic)
      throws DeliveryException, InterruptedException {
    try {
      return connected().producer().partitionsFor(topic);
    } catch (InterruptException e) {
      Thread.interrupted(); // the client has set it again
      disconnect();
      throw (InterruptedException) new InterruptedException().initCause(e);
    } catch (KafkaException e) {
      disconnect();
      throw failed(e, topic);
    }
  }

  private ProducerConnection connected() throws DeliveryException {
    ProducerConnection current = connection;
    if (current == null) {
      try {
        current = new ProducerConnection(config, clientId, limits);
      } catch (KafkaException e) {
        throw new DeliveryException(failures.unusable(e), e);
      }
      connection = current;
    }
    return current;
  }

  private DeliveryException failed(Exception cause, String topic) {
    return new DeliveryException(failures.text(cause, topic), cause);
  }

  private void disconnect() {
    if (connection != null) {
      connection.close(CLOSE_LIMIT);
      connection = null;
    }
    missing.clear();
  }

  @Override
  public void close() {
    disconnect();
  }
}
