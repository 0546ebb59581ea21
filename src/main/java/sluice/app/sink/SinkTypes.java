package sluice.app.sink;

import java.util.List;
import sluice.config.binding.UnionType.Variant;
import sluice.config.sink.SinkConfig;
import sluice.stage.sink.SinkType;
import sluice.stage.sink.jsonl.JsonLinesSinkType;
import sluice.stage.sink.kafka.KafkaSinkType;
import sluice.stage.sink.mqtt.MqttSinkType;
import sluice.stage.sink.sql.SqlSinkType;
import sluice.stage.sink.webhook.WebhookSinkType;

/**
 * The table of sink types: the one place that lists them, in the order in which messages and
 * documentation name them. It is here, above its users, and is passed to them: settings may not
 * depend on stages, and sinks have no list of each other.
 */
public final class SinkTypes {

  /** All types. */
  public static final List<SinkType<?>> ALL =
      List.of(
          new JsonLinesSinkType(),
          new KafkaSinkType(),
          new MqttSinkType(),
          new WebhookSinkType(),
          new SqlSinkType());

  private SinkTypes() {}

  /** Names, descriptions and settings of some types, for the configuration. */
  public static List<Variant<? extends SinkConfig>> variants(List<SinkType<?>> types) {
    return types.stream().<Variant<? extends SinkConfig>>map(SinkType::variant).toList();
  }
}
