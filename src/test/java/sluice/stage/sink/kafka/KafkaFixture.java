package sluice.stage.sink.kafka;

import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedQueue;
import sluice.core.message.Message;
import sluice.core.message.MessageKind;
import sluice.stage.sink.delivery.DestinationContext;
import sluice.stage.sink.delivery.Settlement;
import sluice.testing.ConfigText;

/** Messages, settings and what becomes of messages, for tests of the sink. */
final class KafkaFixture {
  static final Instant TIME = Instant.parse("2024-05-01T10:00:00.123Z");
  static final byte[] NO_PICTURE = {};

  private KafkaFixture() {}

  /** What was settled, in its order. Thread-safe. */
  static final class Settled implements Settlement {
    final ConcurrentLinkedQueue<String> acknowledged = new ConcurrentLinkedQueue<>();
    final Map<String, String> refused = new LinkedHashMap<>();

    @Override
    public void acknowledged(Message message) {
      acknowledged.add(message.id());
    }

    @Override
    public synchronized void refused(Message message, String reason) {
      refused.put(message.id(), reason);
    }

    /** Whether anything became of a message. */
    synchronized boolean has(Message message) {
      return acknowledged.contains(message.id()) || refused.containsKey(message.id());
    }
  }

  /** The settings of a sink called {@code one}, as HOCON. */
  static KafkaSinkConfig config(Path folder, String settings, String... environment) {
    ConfigText text = ConfigText.of(folder, "sluice.sinks.one { type = kafka, " + settings + " }");
    for (int i = 0; i < environment.length; i += 2) {
      text = text.with(environment[i], environment[i + 1]);
    }
    return (KafkaSinkConfig) text.fine().sinks().get("one");
  }

  static KafkaDestination destination(KafkaSinkConfig config, Path folder) {
    return destination(config, folder, ClientLimits.STANDARD);
  }

  static KafkaDestination destination(KafkaSinkConfig config, Path folder, ClientLimits limits) {
    return new KafkaDestination(
        config,
        new DestinationContext(
            config.name(),
            "host",
            folder,
            Clock.systemUTC(),
            host -> InetAddress.getLoopbackAddress(),
            "",
            false),
        limits);
  }

  static Message message(String stream, int number) {
    return message(stream, number, NO_PICTURE);
  }

  static Message message(String stream, int number, byte[] picture) {
    String id = "run-%s-%d".formatted(stream, number);
    return new Message(
        id,
        stream,
        MessageKind.DETECTIONS,
        TIME.plusMillis(number),
        Optional.empty(),
        body(id, stream),
        picture);
  }

  static byte[] body(String id, String stream) {
    return "{\"id\":\"%s\",\"type\":\"detections\",\"stream\":\"%s\",\"run\":\"run\"}"
        .formatted(id, stream)
        .getBytes(StandardCharsets.UTF_8);
  }

  /** Messages of some streams, in turn. */
  static List<Message> messages(int from, int to, String... streams) {
    List<Message> all = new ArrayList<>();
    for (int number = from; number < to; number++) {
      for (String stream : streams) {
        all.add(message(stream, number));
      }
    }
    return all;
  }

  static List<String> ids(List<Message> messages) {
    return messages.stream().map(Message::id).toList();
  }
}
