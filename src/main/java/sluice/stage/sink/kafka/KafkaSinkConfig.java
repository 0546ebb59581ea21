package sluice.stage.sink.kafka;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import sluice.config.binding.Secret;
import sluice.config.binding.UnionType;
import sluice.config.sink.FrameChoice;
import sluice.config.sink.MessageFilters;
import sluice.config.sink.RemoteSinkConfig;
import sluice.config.sink.SpoolConfig;
import sluice.core.message.Message;

/**
 * Settings of a sink that writes to a topic of Kafka.
 *
 * @param name how streams name it
 * @param brokers addresses of brokers that are asked for the others, {@code host:port}, with commas
 *     between
 * @param topic that messages go to; holds {@value #STREAM} where each stream has one of its own
 * @param compression of batches
 * @param cloudEvents whether records have the headers of CloudEvents besides their own
 * @param tls whether connections are encrypted, and the brokers' certificates verified
 * @param caFile PEM file of the authorities that are trusted; absent: those of the Java runtime
 * @param user that the brokers know; absent: none is named
 * @param password of the user; there exactly where the user is
 * @param saslMechanism how user and password are shown
 * @param properties of Kafka's client, which it is given as they are
 * @param only which frames are told of
 * @param filters of what is told
 * @param spool where messages wait
 */
public record KafkaSinkConfig(
    String name,
    String brokers,
    String topic,
    KafkaCompression compression,
    boolean cloudEvents,
    boolean tls,
    Optional<String> caFile,
    Optional<String> user,
    Optional<Secret> password,
    SaslMechanism saslMechanism,
    Map<String, KafkaProperty> properties,
    FrameChoice only,
    MessageFilters filters,
    SpoolConfig spool)
    implements RemoteSinkConfig {

  /** What stands for the stream's id in {@link #topic}. */
  static final String STREAM = "{stream}";

  /** Keeps a copy of the map, in its order. */
  public KafkaSinkConfig {
    properties = Collections.unmodifiableMap(new LinkedHashMap<>(properties));
  }

  @Override
  public String target() {
    return "topic %s at %s".formatted(topic, brokers);
  }

  @Override
  public UnionType.Variant<KafkaSinkConfig> variant() {
    return KafkaSinkSettings.VARIANT;
  }

  @Override
  public String destination(Message message) {
    return topic(message.stream());
  }

  /** The topic of a stream's messages. */
  String topic(String stream) {
    return topic.replace(STREAM, stream);
  }

  /** Whether each stream has a topic of its own. */
  boolean hasTopicForEachStream() {
    return topic.contains(STREAM);
  }
}
