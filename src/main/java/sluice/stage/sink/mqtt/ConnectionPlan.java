package sluice.stage.sink.mqtt;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import sluice.video.tls.ServerTrust;

/**
 * What a connection is made by.
 *
 * @param config of the sink
 * @param clientId the sink's name at the broker
 * @param threadName of the client's thread
 * @param will what the broker publishes when the connection is lost; absent: nothing
 * @param limit for the connection, handshakes included
 */
record ConnectionPlan(
    MqttSinkConfig config,
    String clientId,
    String threadName,
    Optional<Publication> will,
    Duration limit) {

  /**
   * A connection that isn't open yet.
   *
   * @throws sluice.core.SluiceException INPUT for a file of authorities that can't be used
   */
  BrokerConnection connection() {
    return config.isVersion5() ? new Mqtt5Connection(this) : new Mqtt3Connection(this);
  }

  /** Reads the authorities; absent without TLS. */
  Optional<ServerTrust> trust() {
    MqttUrl url = config.url();
    return url.isTls()
        ? Optional.of(ServerTrust.of(config.caFile(), url.host()))
        : Optional.empty();
  }

  /** The password's bytes. */
  Optional<byte[]> password() {
    return config.password().map(secret -> secret.reveal().getBytes(StandardCharsets.UTF_8));
  }

  int keepAliveSeconds() {
    return Math.toIntExact(config.keepAlive().toSeconds());
  }
}
