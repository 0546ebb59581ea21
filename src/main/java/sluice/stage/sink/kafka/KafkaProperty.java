package sluice.stage.sink.kafka;

/**
 * Value of a property of Kafka's client.
 *
 * @param text as the client takes it
 * @param secret whether it is never shown
 */
public record KafkaProperty(String text, boolean secret) {

  /** The text, or three stars in its place. */
  @Override
  public String toString() {
    return secret ? "***" : text;
  }
}
