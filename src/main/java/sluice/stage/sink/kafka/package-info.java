/**
 * The sink type {@code kafka}: messages as records of a topic, with the stream as their key. The
 * only package that knows Kafka's client, of which it uses the producer alone.
 */
package sluice.stage.sink.kafka;
