package sluice.stage.sink.mqtt;

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
final class MqttFixture {
  static final Instant TIME = Instant.parse("2024-05-01T10:00:00.123Z");
  static final byte[] NO_PICTURE = {};
  static final String CLIENT = "sluice-host-one";
  static final String AVAILABLE = "sluice/clients/" + CLIENT + "/available";

  private MqttFixture() {}

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
  }

  /** The settings of a sink called {@code one}, as HOCON. */
  static MqttSinkConfig config(Path folder, String settings, String... environment) {
    ConfigText text = ConfigText.of(folder, "sluice.sinks.one { type = mqtt, " + settings + " }");
    for (int i = 0; i < environment.length; i += 2) {
      text = text.with(environment[i], environment[i + 1]);
    }
    return (MqttSinkConfig) text.fine().sinks().get("one");
  }

  static DestinationContext context(Path folder, boolean isTest) {
    return new DestinationContext(
        "one",
        "host",
        folder.resolve("one"),
        Clock.systemUTC(),
        host -> InetAddress.getLoopbackAddress(),
        "http://sluice.example:8080/",
        isTest);
  }

  static MqttDestination destination(MqttSinkConfig config, Path folder) {
    return destination(config, folder, MqttLimits.STANDARD);
  }

  static MqttDestination destination(MqttSinkConfig config, Path folder, MqttLimits limits) {
    return new MqttDestination(config, context(folder, false), limits);
  }

  static Message message(String stream, int number) {
    return message(stream, number, NO_PICTURE);
  }

  static Message message(String stream, int number, byte[] picture) {
    return message(
        MessageKind.DETECTIONS, stream, "run-%s-%d".formatted(stream, number), "", picture);
  }

  /**
   * A message.
   *
   * @param members of its body, each with a comma before it
   */
  static Message message(
      MessageKind kind, String stream, String id, String members, byte[] picture) {
    return new Message(
        id,
        stream,
        kind,
        TIME,
        Optional.empty(),
        "{\"id\":\"%s\",\"type\":\"%s\",\"stream\":\"%s\",\"run\":\"run\"%s}"
            .formatted(id, kind.wireName(), stream, members)
            .getBytes(StandardCharsets.UTF_8),
        picture);
  }

  /** A message of a frame in which objects of these labels were found. */
  static Message found(String stream, int number, String... labels) {
    List<String> objects = new ArrayList<>();
    for (String label : labels) {
      objects.add(
          "{\"x\":1,\"roi_type\":\"%s\",\"detection\":{\"label\":\"%s\",\"label_id\":0}}"
              .formatted(label, label));
    }
    return message(
        MessageKind.DETECTIONS,
        stream,
        "run-%s-%d".formatted(stream, number),
        ",\"objects\":[" + String.join(",", objects) + "]",
        NO_PICTURE);
  }

  static Message state(String stream, int number, String state) {
    return message(
        MessageKind.STATE,
        stream,
        "run-%s-s%d".formatted(stream, number),
        ",\"state\":\"%s\",\"cause\":\"for a test\"".formatted(state),
        NO_PICTURE);
  }

  static Message crossing(String stream, int number, String line, int in, int out) {
    return message(
        MessageKind.LINE,
        stream,
        "run-%s-e%d".formatted(stream, number),
        ",\"line\":\"%s\",\"counts\":{\"in\":%d,\"out\":%d}".formatted(line, in, out),
        NO_PICTURE);
  }

  static Message occupancy(String stream, int number, String zone, int total) {
    return message(
        MessageKind.OCCUPANCY,
        stream,
        "run-%s-e%d".formatted(stream, number),
        ",\"zone\":\"%s\",\"counts\":{\"person\":%d},\"total\":%d,\"crowded\":false"
            .formatted(zone, total, total),
        NO_PICTURE);
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
