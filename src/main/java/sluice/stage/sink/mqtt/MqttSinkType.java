package sluice.stage.sink.mqtt;

import sluice.config.binding.UnionType;
import sluice.stage.sink.delivery.Destination;
import sluice.stage.sink.delivery.DestinationContext;
import sluice.stage.sink.delivery.RemoteSinkType;

/** The sink type {@code mqtt}: messages and states at a broker of MQTT. */
public final class MqttSinkType implements RemoteSinkType<MqttSinkConfig> {
  @Override
  public UnionType.Variant<MqttSinkConfig> variant() {
    return MqttSinkSettings.VARIANT;
  }

  @Override
  public Destination destination(MqttSinkConfig config, DestinationContext context) {
    return new MqttDestination(config, context, MqttLimits.STANDARD);
  }
}
