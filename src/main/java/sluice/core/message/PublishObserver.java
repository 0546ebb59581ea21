package sluice.core.message;

import java.time.Instant;
import java.util.function.Function;

/**
 * Observer of what sinks send: learns how long their far sides took, for traces and meters. From
 * any thread, also several at a time; it returns at once and doesn't throw.
 */
@FunctionalInterface
public interface PublishObserver {
  /** Learns nothing. */
  PublishObserver NONE = (message, target, takenAt, acknowledgedAt, ok) -> {};

  /**
   * Where a message was sent.
   *
   * @param sink the sink's name in the configuration
   * @param kind the sink's type in the configuration, such as {@code kafka}
   * @param destinations tells the topic or the server of a message, without secrets
   */
  record Target(String sink, String kind, Function<Message, String> destinations) {}

  /** One that tells another one, too. */
  default PublishObserver and(PublishObserver other) {
    return (message, target, takenAt, acknowledgedAt, ok) -> {
      published(message, target, takenAt, acknowledgedAt, ok);
      other.published(message, target, takenAt, acknowledgedAt, ok);
    };
  }

  /**
   * A message was settled; one without a {@link Message#traceparent} isn't traced.
   *
   * @param target where it was sent
   * @param takenAt when it was taken from the spool for the try that settled it
   * @param acknowledgedAt when the far side's answer was there; not before {@code takenAt}
   * @param ok whether the far side has it; false where it refused the message for good
   */
  void published(
      Message message, Target target, Instant takenAt, Instant acknowledgedAt, boolean ok);
}
