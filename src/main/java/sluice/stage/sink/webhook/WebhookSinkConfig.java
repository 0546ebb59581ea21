package sluice.stage.sink.webhook;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import sluice.config.binding.Secret;
import sluice.config.binding.UnionType;
import sluice.config.sink.FrameChoice;
import sluice.config.sink.MessageFilters;
import sluice.config.sink.RemoteSinkConfig;
import sluice.config.sink.SpoolConfig;

/**
 * Settings of a webhook.
 *
 * @param name how streams name it
 * @param url where requests go
 * @param keys with which they are signed, each signature beside the other; none: they are not
 *     signed; at most 2
 * @param headers that every request has besides, by name
 * @param format of the body
 * @param batchSize messages of a request, 1 to 1000
 * @param batchWait how long a message may wait for others
 * @param caFile PEM file of certificates whose authorities are trusted beside the system's
 * @param only which frames are told of
 * @param filters of what is told
 * @param spool where messages wait
 */
public record WebhookSinkConfig(
    String name,
    WebhookUrl url,
    List<Secret> keys,
    Map<String, HeaderValue> headers,
    WebhookFormat format,
    int batchSize,
    Duration batchWait,
    Optional<Path> caFile,
    FrameChoice only,
    MessageFilters filters,
    SpoolConfig spool)
    implements RemoteSinkConfig {

  /** Keeps copies of the collections. */
  public WebhookSinkConfig {
    keys = List.copyOf(keys);
    headers = Map.copyOf(headers);
  }

  /** Scheme, machine and port: path and query may be what lets in. */
  @Override
  public String target() {
    return url.toString();
  }

  @Override
  public UnionType.Variant<WebhookSinkConfig> variant() {
    return WebhookSinkSettings.VARIANT;
  }
}
