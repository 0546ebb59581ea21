package sluice.stage.sink.webhook;

import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import sluice.core.message.Message;

/** Makes the requests of a webhook, with the headers of Standard Webhooks. For one thread. */
final class WebhookRequests {
  private final WebhookSinkConfig config;
  private final List<SigningKey> keys;
  private final Clock clock;
  private final Duration limit;

  /**
   * Of a sink.
   *
   * @param limit how long the beginning of an answer is waited for
   */
  WebhookRequests(WebhookSinkConfig config, Clock clock, Duration limit) {
    this.config = config;
    this.keys = config.keys().stream().map(SigningKey::new).toList();
    this.clock = clock;
    this.limit = limit;
  }

  /** The request with a batch, of which is at least one message. */
  HttpRequest of(List<Message> batch) {
    byte[] body = WebhookBody.of(batch, config.format());
    HttpRequest.Builder request =
        HttpRequest.newBuilder(config.url().reveal())
            .timeout(limit)
            .header("User-Agent", "sluice")
            .header("Content-Type", config.format().contentType());
    config.headers().forEach((name, value) -> request.header(name, value.reveal()));
    sign(request, id(batch), body);
    List<String> traces = batch.stream().flatMap(each -> each.traceparent().stream()).toList();
    if (traces.size() == 1) {
      request.header("traceparent", traces.getFirst());
    }
    return request.POST(BodyPublishers.ofByteArray(body)).build();
  }

  /** The same for the same batch: the first message's, and how many there are. */
  private static String id(List<Message> batch) {
    return batch.getFirst().id() + "-" + batch.size();
  }

  private void sign(HttpRequest.Builder request, String id, byte[] body) {
    long timestamp = clock.instant().getEpochSecond();
    request.header("webhook-id", id).header("webhook-timestamp", Long.toString(timestamp));
    if (!keys.isEmpty()) {
      request.header(
          "webhook-signature",
          keys.stream().map(key -> key.sign(id, timestamp, body)).collect(Collectors.joining(" ")));
    }
  }
}
