package sluice.stage.sink.webhook;

import sluice.config.binding.UnionType;
import sluice.stage.sink.delivery.Destination;
import sluice.stage.sink.delivery.DestinationContext;
import sluice.stage.sink.delivery.RemoteSinkType;

/** The sink type {@code webhook}: batches of messages as POST requests over HTTP. */
public final class WebhookSinkType implements RemoteSinkType<WebhookSinkConfig> {
  @Override
  public UnionType.Variant<WebhookSinkConfig> variant() {
    return WebhookSinkSettings.VARIANT;
  }

  @Override
  public Destination destination(WebhookSinkConfig config, DestinationContext context) {
    return new WebhookDestination(config, context, WebhookDestination.ANSWER_LIMIT);
  }
}
