package sluice.stage.sink.kafka;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import sluice.core.message.Message;

/**
 * Records of messages: a message is one, and a second one with its picture follows where there is
 * one. Key is the stream's id, so that both come to one partition, in order. Immutable.
 */
final class KafkaRecords {
  private static final String PICTURE = "picture";
  private static final String TYPE = "type";
  private static final String JSON = "application/json";
  private static final String JPEG = "image/jpeg";

  private final KafkaSinkConfig config;
  private final String source;

  /**
   * Records of a sink.
   *
   * @param instance names this service among others
   */
  KafkaRecords(KafkaSinkConfig config, String instance) {
    this.config = config;
    this.source = "/sluice/" + instance + "/";
  }

  /** The records of a message, in their order. */
  List<ProducerRecord<byte[], byte[]>> of(Message message) {
    ProducerRecord<byte[], byte[]> first =
        record(message, message.kind().wireName(), message.id(), JSON, message.body());
    if (!message.hasPicture()) {
      return List.of(first);
    }
    // CloudEvents with one source must have ids of their own
    String eventId = message.id() + "-" + PICTURE;
    return List.of(first, record(message, PICTURE, eventId, JPEG, message.picture()));
  }

  /** Whether a record is the second one, with the picture. */
  static boolean isPicture(ProducerRecord<byte[], byte[]> record) {
    return Arrays.equals(record.headers().lastHeader(TYPE).value(), bytes(PICTURE));
  }

  private ProducerRecord<byte[], byte[]> record(
      Message message, String type, String eventId, String contentType, byte[] value) {
    RecordHeaders headers = new RecordHeaders();
    put(headers, "id", message.id());
    put(headers, TYPE, type);
    put(headers, "stream", message.stream());
    put(headers, "content-type", contentType);
    message.traceparent().ifPresent(context -> put(headers, "traceparent", context));
    if (config.cloudEvents()) {
      put(headers, "ce_specversion", "1.0");
      put(headers, "ce_id", eventId);
      put(headers, "ce_source", source + message.stream());
      put(headers, "ce_type", "sluice." + type + ".v1");
      put(headers, "ce_time", message.time().toString());
    }
    return new ProducerRecord<>(
        config.topic(message.stream()),
        null,
        message.time().toEpochMilli(),
        bytes(message.stream()),
        value,
        headers);
  }

  private static void put(RecordHeaders headers, String name, String value) {
    headers.add(name, bytes(value));
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
