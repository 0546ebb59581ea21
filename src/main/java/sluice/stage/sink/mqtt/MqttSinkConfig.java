package sluice.stage.sink.mqtt;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import sluice.config.binding.Secret;
import sluice.config.binding.UnionType;
import sluice.config.sink.FrameChoice;
import sluice.config.sink.MessageFilters;
import sluice.config.sink.RemoteSinkConfig;
import sluice.config.sink.SpoolConfig;
import sluice.core.message.Message;

/**
 * Settings of a sink that publishes at a broker of MQTT.
 *
 * @param name how streams name it
 * @param url the broker
 * @param version of MQTT: {@code 5} or {@value #OLD_VERSION}
 * @param topicPrefix the first levels of all topics
 * @param clientId names the sink to the broker; absent: made of the machine's name and the sink's
 * @param user that the broker knows; absent: none is named
 * @param password of the user, who is there then
 * @param caFile PEM file of certificates whose authorities are trusted beside the system's
 * @param keepAlive longest time without anything sent
 * @param homeAssistant whether streams are announced to Home Assistant
 * @param homeAssistantPrefix the first levels of topics of Home Assistant's discovery
 * @param only which frames are told of
 * @param filters of what is told
 * @param spool where messages wait
 */
public record MqttSinkConfig(
    String name,
    MqttUrl url,
    String version,
    String topicPrefix,
    Optional<String> clientId,
    Optional<String> user,
    Optional<Secret> password,
    Optional<Path> caFile,
    Duration keepAlive,
    boolean homeAssistant,
    String homeAssistantPrefix,
    FrameChoice only,
    MessageFilters filters,
    SpoolConfig spool)
    implements RemoteSinkConfig {

  /** The version before 5, whose messages have no properties. */
  static final String OLD_VERSION = "3.1.1";

  @Override
  public UnionType.Variant<MqttSinkConfig> variant() {
    return MqttSinkSettings.VARIANT;
  }

  @Override
  public String destination(Message message) {
    return new Topics(topicPrefix, "").of(message);
  }

  /** Whether MQTT 5 is spoken. */
  boolean isVersion5() {
    return !version.equals(OLD_VERSION);
  }

  /**
   * How the sink names itself to the broker.
   *
   * @param instance names this service among others
   */
  String clientId(String instance) {
    return clientId.orElseGet(() -> "sluice-%s-%s".formatted(instance, name));
  }
}
