package sluice.stage.sink.kafka;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import sluice.config.binding.ConfigNode;
import sluice.config.binding.JavaType;
import sluice.config.binding.ValueType;
import sluice.core.util.EditDistance;
import sluice.json.JsonSchema;

/**
 * Type of the properties that Kafka's client is given as they are. Only keys that the client knows
 * and the sink doesn't set; secret ones only from the environment.
 */
record KafkaPropertiesType() implements ValueType<Map<String, KafkaProperty>> {
  private static final int LONGEST = 20_000;

  @Override
  public JavaType type() {
    return JavaType.of(Map.class, JavaType.of(String.class), JavaType.of(KafkaProperty.class));
  }

  @Override
  public @Nullable Map<String, KafkaProperty> read(ConfigNode node) {
    if (node.text() != null || node.elements() != null) {
      return node.refuse(expected());
    }
    Map<String, KafkaProperty> result = new LinkedHashMap<>();
    collect(node, "", result);
    return result;
  }

  /** A key with dots that isn't quoted is, for HOCON, objects within objects. */
  private static void collect(ConfigNode node, String prefix, Map<String, KafkaProperty> result) {
    for (String key : node.keys()) {
      ConfigNode child = node.child(key);
      if (child.keys().isEmpty()) {
        KafkaProperty value = property(prefix + key, child);
        if (value != null) {
          result.put(prefix + key, value);
        }
      } else {
        collect(child, prefix + key + ".", result);
      }
    }
  }

  private static @Nullable KafkaProperty property(String key, ConfigNode node) {
    if (PropertyKeys.OWN.contains(key)) {
      return node.refuse(
          "a property that the sink sets itself",
          "those of connections, TLS and SASL; see brokers, topic, compression",
          Optional.empty());
    }
    if (!PropertyKeys.ALLOWED.contains(key)) {
      return node.refuse(
          "no such property of Kafka's producer",
          "a key of its documentation, as in ssl.keystore.location",
          EditDistance.nearest(key, PropertyKeys.ALLOWED));
    }
    boolean secret = PropertyKeys.SECRET.contains(key);
    String text = node.text();
    if (secret && node.isGiven() && !node.isFromEnvironment()) {
      return node.refuse(
          "a secret that stands in the file",
          "all of it in a variable of the environment, as in ${?KAFKA_SECRET}",
          Optional.empty());
    }
    if (text == null || text.isEmpty() || text.length() > LONGEST) {
      return node.refuse("an unfit value", "a text, a number, true or false", Optional.empty());
    }
    return new KafkaProperty(text, secret);
  }

  @Override
  public String expected() {
    return "an object with properties of Kafka's client, as in { ssl.keystore.type = PEM }";
  }

  @Override
  public Object write(Map<String, KafkaProperty> value, boolean reveal) {
    Map<String, Object> result = new LinkedHashMap<>();
    value.forEach((key, each) -> result.put(key, reveal ? each.text() : each.toString()));
    return result;
  }

  @Override
  public Map<String, Object> schema() {
    return JsonSchema.type("object", Map.of("additionalProperties", JsonSchema.STRING));
  }
}
