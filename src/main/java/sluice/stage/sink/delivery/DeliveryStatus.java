package sluice.stage.sink.delivery;

import java.util.Map;
import java.util.Optional;
import sluice.stage.sink.SinkHealth;

/**
 * How the delivery of a sink is.
 *
 * @param sink its name
 * @param healthy whether the last try was acknowledged, and no call hangs
 * @param lastError why the last try failed, the last time, in one line without secrets
 * @param failures tries that failed so far
 * @param streams what became of messages, by stream; streams that are gone too
 */
public record DeliveryStatus(
    String sink,
    boolean healthy,
    Optional<String> lastError,
    long failures,
    Map<String, SinkHealth> streams) {

  /** Keeps a copy of the map. */
  public DeliveryStatus {
    streams = Map.copyOf(streams);
  }
}
