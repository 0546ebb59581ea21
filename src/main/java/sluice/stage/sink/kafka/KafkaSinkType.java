package sluice.stage.sink.kafka;

import sluice.config.binding.UnionType;
import sluice.stage.sink.delivery.Destination;
import sluice.stage.sink.delivery.DestinationContext;
import sluice.stage.sink.delivery.RemoteSinkType;

/** The sink type {@code kafka}. */
public final class KafkaSinkType implements RemoteSinkType<KafkaSinkConfig> {

  @Override
  public UnionType.Variant<KafkaSinkConfig> variant() {
    return KafkaSinkSettings.VARIANT;
  }

  @Override
  public Destination destination(KafkaSinkConfig config, DestinationContext context) {
    return new KafkaDestination(config, context);
  }
}
