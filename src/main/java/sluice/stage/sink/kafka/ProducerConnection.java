package sluice.stage.sink.kafka;

import java.time.Duration;
import java.util.Optional;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.ClusterResource;
import org.apache.kafka.common.ClusterResourceListener;
import org.apache.kafka.common.Metric;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/** A producer and what it tells of its connections. Has one owner, who closes it. */
final class ProducerConnection {
  private final Producer<byte[], byte[]> producer;
  private final ClusterWatch watch;
  private final Optional<Metric> connections;

  /** A serializer is told of the cluster, and there is no other way to learn its id. */
  private static final class ClusterWatch extends ByteArraySerializer
      implements ClusterResourceListener {
    private volatile @Nullable String id;

    @Override
    public void onUpdate(ClusterResource cluster) {
      id = cluster.clusterId();
    }
  }

  /**
   * Makes a producer, which begins to connect.
   *
   * @throws org.apache.kafka.common.KafkaException when its properties can't be used
   */
  ProducerConnection(KafkaSinkConfig config, String clientId, ClientLimits limits) {
    this.watch = new ClusterWatch();
    this.producer =
        new KafkaProducer<>(
            ProducerProperties.of(config, clientId, limits), new ByteArraySerializer(), watch);
    this.connections =
        producer.metrics().entrySet().stream()
            .filter(each -> each.getKey().name().equals("connection-count"))
            .filter(each -> each.getKey().group().equals("producer-metrics"))
            .<Metric>map(each -> each.getValue())
            .findFirst();
  }

  Producer<byte[], byte[]> producer() {
    return producer;
  }

  /** The id that the cluster has given itself; absent until a broker has answered. */
  Optional<String> clusterId() {
    return Optional.ofNullable(watch.id);
  }

  /** Whether there is a connection to any broker. */
  boolean isConnected() {
    return connections
        .map(Metric::metricValue)
        .map(value -> value instanceof Number number && number.doubleValue() > 0)
        .orElse(true);
  }

  /**
   * Closes it at once: what is not sent is not sent any more. It ends its thread in an instant,
   * unless that looks up a name.
   *
   * @param limit how long the caller waits for that; the thread ends later then
   */
  void close(Duration limit) {
    boolean interrupted = Thread.interrupted();
    Thread closer =
        Thread.ofVirtual()
            .name("sink-kafka-close")
            .uncaughtExceptionHandler((thread, failure) -> {}) // it is of no use any more
            .start(() -> producer.close(Duration.ZERO));
    try {
      boolean _ = closer.join(limit);
    } catch (InterruptedException e) {
      interrupted = true;
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
