package sluice.stage.sink.mqtt;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import sluice.core.message.Message;

/**
 * What is published to a topic, with QoS 1.
 *
 * @param topic without wildcards
 * @param payload not written to; empty: what was retained is deleted
 * @param isRetained whether the broker keeps it for those who subscribe later
 * @param contentType media type of the payload
 * @param message that it is of, whose properties it has; absent: none
 */
@SuppressWarnings("ArrayRecordComponent") // nobody compares them
record Publication(
    String topic,
    byte[] payload,
    boolean isRetained,
    String contentType,
    Optional<Message> message) {
  private static final String JSON = "application/json";
  private static final String TEXT = "text/plain";
  private static final String JPEG = "image/jpeg";
  private static final byte[] NOTHING = {};

  /** A message's own publication: its body. */
  static Publication body(String topic, Message message, boolean isRetained) {
    return new Publication(topic, message.body(), isRetained, JSON, Optional.of(message));
  }

  /** The picture of a message. */
  static Publication picture(String topic, Message message) {
    return new Publication(topic, message.picture(), false, JPEG, Optional.of(message));
  }

  /** A state of few characters, which is retained. */
  static Publication text(String topic, String text) {
    return new Publication(
        topic, text.getBytes(StandardCharsets.UTF_8), true, TEXT, Optional.empty());
  }

  /** A retained JSON object. */
  static Publication json(String topic, String json) {
    return new Publication(
        topic, json.getBytes(StandardCharsets.UTF_8), true, JSON, Optional.empty());
  }

  /** Deletes what is retained at a topic. */
  static Publication nothing(String topic) {
    return new Publication(topic, NOTHING, true, TEXT, Optional.empty());
  }

  boolean isText() {
    return !contentType.equals(JPEG);
  }

  boolean isPicture() {
    return contentType.equals(JPEG);
  }

  /** The topic; not what is published. */
  @Override
  public String toString() {
    return topic;
  }
}
