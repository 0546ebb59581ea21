package sluice.stage.sink.mqtt;

import java.time.Duration;

/**
 * How long a broker is waited for.
 *
 * @param connect for a connection, handshakes included
 * @param silence without any acknowledgement while some are due
 * @param sending of one call, after which nothing more is given to the client
 * @param call for all acknowledgements of one call
 */
record MqttLimits(Duration connect, Duration silence, Duration sending, Duration call) {
  /** All of a call stays below {@link sluice.stage.sink.delivery.Destination#CALL_LIMIT}. */
  static final MqttLimits STANDARD =
      new MqttLimits(
          Duration.ofSeconds(10),
          Duration.ofSeconds(30),
          Duration.ofSeconds(15),
          Duration.ofSeconds(45));
}
