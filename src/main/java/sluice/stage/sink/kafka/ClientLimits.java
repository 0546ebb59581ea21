package sluice.stage.sink.kafka;

import java.time.Duration;

/**
 * How long Kafka's client waits.
 *
 * @param block for what a broker tells of a topic, or for room in the buffer, in one call
 * @param request for the answer to one request
 * @param delivery until a record counts as lost, with all that the client sends again itself; at
 *     least a little longer than {@code request}
 */
record ClientLimits(Duration block, Duration request, Duration delivery) {
  /**
   * Long enough for another broker to take a partition over; all that one call may wait for stays
   * well below {@link sluice.stage.sink.delivery.Destination#CALL_LIMIT}.
   */
  static final ClientLimits STANDARD =
      new ClientLimits(Duration.ofSeconds(5), Duration.ofSeconds(10), Duration.ofSeconds(20));

  /** How long one attempt may take: a little longer than the client itself tries. */
  Duration attempt() {
    return delivery.plus(block);
  }
}
