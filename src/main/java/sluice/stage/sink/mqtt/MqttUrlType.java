package sluice.stage.sink.mqtt;

import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import sluice.config.binding.ConfigNode;
import sluice.config.binding.JavaType;
import sluice.config.binding.ValueType;
import sluice.json.JsonSchema;

/** Type of a broker's address. What can't be used is not shown: a password may be in it. */
record MqttUrlType() implements ValueType<MqttUrl> {
  private static final int LONGEST = 300;

  @Override
  public JavaType type() {
    return JavaType.of(MqttUrl.class);
  }

  @Override
  public @Nullable MqttUrl read(ConfigNode node) {
    String text = node.text();
    MqttUrl url = text == null ? null : MqttUrl.parse(text);
    return url == null
        ? node.refuse("an address that can't be used", expected(), Optional.empty())
        : url;
  }

  @Override
  public String expected() {
    return "an address as in mqtt://broker.example:1883, or mqtts:// for TLS, without path; user"
        + " and password are settings of their own";
  }

  @Override
  public Object write(MqttUrl value, boolean reveal) {
    return value.toString();
  }

  @Override
  public Map<String, Object> schema() {
    return JsonSchema.type("string", Map.of("minLength", 1, "maxLength", LONGEST));
  }
}
