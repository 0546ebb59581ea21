package sluice.core.message;

import java.time.Instant;

/**
 * Port to tracing for what sends messages: learns how long the far side of a sink took. From any
 * thread, also several at a time; it returns at once and doesn't throw.
 */
@FunctionalInterface
public interface PublishTracer {
  /** Traces nothing. */
  PublishTracer NONE = (message, target, takenAt, acknowledgedAt, ok) -> {};

  /**
   * Where a message was sent.
   *
   * @param sink the sink's name in the configuration
   * @param kind the sink's type in the configuration, such as {@code kafka}
   * @param destination the topic or the server, without secrets; empty where it isn't known
   */
  record Target(String sink, String kind, String destination) {}

  /** One that tells another one, too. */
  default PublishTracer and(PublishTracer other) {
    return (message, target, takenAt, acknowledgedAt, ok) -> {
      published(message, target, takenAt, acknowledgedAt, ok);
      other.published(message, target, takenAt, acknowledgedAt, ok);
    };
  }

  /**
   * A message was settled. Nothing is traced of one without a {@link Message#traceparent}.
   *
   * @param target where it was sent
   * @param takenAt when it was taken from the spool for the try that settled it
   * @param acknowledgedAt when the far side's answer was there; not before {@code takenAt}
   * @param ok whether the far side has it; false where it refused the message for good
   */
  void published(
      Message message, Target target, Instant takenAt, Instant acknowledgedAt, boolean ok);
}
