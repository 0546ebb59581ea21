package sluice.stage.sink.kafka;

/** How batches of records are compressed: what Kafka's client can do without native code. */
public enum KafkaCompression {
  /** Not at all. */
  NONE,
  /** With gzip. */
  GZIP
}
