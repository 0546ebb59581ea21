package sluice.stage.sink.webhook;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import sluice.core.message.Message;
import sluice.core.message.MessageKind;
import sluice.stage.sink.delivery.DeliveryException;
import sluice.stage.sink.delivery.DestinationContext;
import sluice.stage.sink.delivery.Settlement;
import sluice.testing.ConfigText;

/** Messages for webhooks, what becomes of them, and settings. */
final class HookFixture {
  /** A key in the variable {@code HOOK_KEY}. */
  static final String KEY = "whsec_bWFya2VkLW1hcmtlZC1tYXJrZWQ=";

  /** A header's value in the variable {@code HOOK_AUTH}. */
  static final String AUTHORIZATION = "Bearer marked-token/with+signs";

  private HookFixture() {}

  /** What the settings of a sink are read to. */
  static WebhookSinkConfig config(Path folder, String settings) {
    ConfigText text =
        ConfigText.of(folder, "sluice.sinks.hook { type = webhook, " + settings + " }\n");
    Map<String, String> environment =
        Map.of(
            "HOME",
            "/home/a",
            "HOOK_KEY",
            KEY,
            "OTHER_KEY",
            "another-key-marked",
            "HOOK_AUTH",
            AUTHORIZATION);
    return (WebhookSinkConfig) new ConfigText(text.file(), environment).fine().sinks().get("hook");
  }

  /** A destination whose answers are waited for as long as in a service. */
  static WebhookDestination destination(Path folder, String settings) {
    return destination(folder, settings, WebhookDestination.ANSWER_LIMIT);
  }

  /** A destination that may connect anywhere. */
  static WebhookDestination destination(Path folder, String settings, Duration limit) {
    return destination(config(folder, settings), HookFixture::anywhere, limit);
  }

  static WebhookDestination destination(
      WebhookSinkConfig config, DestinationContext.HostPolicy hosts, Duration limit) {
    return new WebhookDestination(
        config,
        new DestinationContext(
            "hook", "test", Path.of("none"), Clock.systemUTC(), hosts, "", false),
        limit);
  }

  private static InetAddress anywhere(String host) throws DeliveryException {
    try {
      return InetAddress.getByName(host);
    } catch (UnknownHostException e) {
      throw new DeliveryException(host, e);
    }
  }

  /** Messages of a stream, numbered. */
  static List<Message> messages(String stream, int from, int to) {
    return IntStream.range(from, to).mapToObj(i -> message(stream, i)).toList();
  }

  static Message message(String stream, int number) {
    return message(stream, number, Optional.empty(), new byte[0]);
  }

  static Message message(String stream, int number, Optional<String> traceparent, byte[] picture) {
    String id = "r1-%s-%d".formatted(stream, number);
    String body =
        "{\"id\":\"%s\",\"type\":\"detections\",\"stream\":\"%s\",\"run\":\"r1\",\"object\":{\"id\":7}}";
    return new Message(
        id,
        stream,
        MessageKind.DETECTIONS,
        Instant.EPOCH,
        traceparent,
        body.formatted(id, stream).getBytes(UTF_8),
        picture);
  }

  /** The ids of messages. */
  static List<String> ids(List<Message> messages) {
    return messages.stream().map(Message::id).toList();
  }

  /** Remembers what becomes of messages. */
  static final class Settled implements Settlement {
    final List<String> acknowledged = new ArrayList<>();
    final Map<String, String> refused = new LinkedHashMap<>();

    @Override
    public void acknowledged(Message message) {
      acknowledged.add(message.id());
    }

    @Override
    public void refused(Message message, String reason) {
      refused.put(message.id(), reason);
    }

    boolean isSettled(Message message) {
      return acknowledged.contains(message.id()) || refused.containsKey(message.id());
    }
  }
}
