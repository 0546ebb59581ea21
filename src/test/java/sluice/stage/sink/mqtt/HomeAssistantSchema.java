package sluice.stage.sink.mqtt;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.Set;

/**
 * What Home Assistant's documentation allows in a payload of discovery; it refuses others. Tables
 * of "Configuration variables" at <a
 * href="https://www.home-assistant.io/integrations/sensor.mqtt/">sensor.mqtt</a>, <a
 * href="https://www.home-assistant.io/integrations/binary_sensor.mqtt/">binary_sensor.mqtt</a>, of
 * the device and the origin at <a
 * href="https://www.home-assistant.io/integrations/mqtt/#discovery-payload">mqtt</a>; device
 * classes at <a
 * href="https://www.home-assistant.io/integrations/binary_sensor/#device-class">binary_sensor</a>
 * and state classes at <a
 * href="https://developers.home-assistant.io/docs/core/entity/sensor/#available-state-classes">sensor
 * entity</a>.
 */
final class HomeAssistantSchema {
  private static final Set<String> COMMON =
      Set.of(
          "availability",
          "availability_mode",
          "availability_template",
          "availability_topic",
          "device",
          "device_class",
          "enabled_by_default",
          "encoding",
          "entity_category",
          "entity_picture",
          "expire_after",
          "force_update",
          "icon",
          "json_attributes_template",
          "json_attributes_topic",
          "name",
          "object_id",
          "origin",
          "payload_available",
          "payload_not_available",
          "qos",
          "state_topic",
          "unique_id",
          "value_template");

  private static final Map<String, Set<String>> OF_COMPONENT =
      Map.of(
          "sensor",
          Set.of(
              "last_reset_value_template",
              "options",
              "state_class",
              "suggested_display_precision",
              "unit_of_measurement"),
          "binary_sensor",
          Set.of("off_delay", "payload_off", "payload_on"));

  private static final Set<String> DEVICE =
      Set.of(
          "configuration_url",
          "connections",
          "hw_version",
          "identifiers",
          "manufacturer",
          "model",
          "model_id",
          "name",
          "serial_number",
          "suggested_area",
          "sw_version",
          "via_device");

  private static final Set<String> ORIGIN = Set.of("name", "support_url", "sw_version");

  private static final Set<String> AVAILABILITY =
      Set.of("payload_available", "payload_not_available", "topic", "value_template");

  private static final Set<String> AVAILABILITY_MODES = Set.of("all", "any", "latest");

  private static final Set<String> STATE_CLASSES =
      Set.of("measurement", "measurement_angle", "total", "total_increasing");

  private static final Set<String> BINARY_DEVICE_CLASSES =
      Set.of(
          "battery",
          "battery_charging",
          "carbon_monoxide",
          "cold",
          "connectivity",
          "door",
          "garage_door",
          "gas",
          "heat",
          "light",
          "lock",
          "moisture",
          "motion",
          "moving",
          "occupancy",
          "opening",
          "plug",
          "power",
          "presence",
          "problem",
          "running",
          "safety",
          "smoke",
          "sound",
          "tamper",
          "update",
          "vibration",
          "window");

  private HomeAssistantSchema() {}

  /** Holds a topic and a payload of discovery to the documentation. */
  static void check(String topic, JsonNode payload) {
    assertThat(topic)
        .matches("homeassistant/(sensor|binary_sensor)/[a-zA-Z0-9_-]+/config"); // object id
    String component = topic.split("/", -1)[1];
    payload
        .fieldNames()
        .forEachRemaining(
            key ->
                assertThat(COMMON.contains(key) || OF_COMPONENT.get(component).contains(key))
                    .as("%s of a %s", key, component)
                    .isTrue());
    assertThat(payload.at("/state_topic").asText()).isNotEmpty().doesNotContain("+", "#");
    assertThat(payload.at("/name").asText()).isNotEmpty();
    assertThat(topic).contains("/" + payload.at("/unique_id").asText() + "/");
    keys(payload.at("/device"), DEVICE);
    assertThat(payload.at("/device/identifiers").size()).isPositive(); // or connections
    keys(payload.at("/origin"), ORIGIN);
    assertThat(payload.at("/origin/name").asText()).isNotEmpty(); // the one that must be there
    assertThat(payload.has("availability") && payload.has("availability_topic")).isFalse();
    for (JsonNode each : payload.path("availability")) {
      keys(each, AVAILABILITY);
      assertThat(each.at("/topic").asText()).isNotEmpty();
    }
    allowed(payload, "availability_mode", AVAILABILITY_MODES);
    allowed(payload, "state_class", STATE_CLASSES);
    allowed(payload, "entity_category", Set.of("diagnostic"));
    if (component.equals("binary_sensor")) {
      allowed(payload, "device_class", BINARY_DEVICE_CLASSES);
    }
    if (payload.has("icon")) {
      assertThat(payload.at("/icon").asText()).matches("mdi:[a-z-]+");
    }
    if (payload.at("/device").has("configuration_url")) {
      assertThat(payload.at("/device/configuration_url").asText()).matches("https?://.+");
    }
  }

  private static void keys(JsonNode object, Set<String> allowed) {
    assertThat(object.isObject()).isTrue();
    object.fieldNames().forEachRemaining(key -> assertThat(allowed).contains(key));
  }

  private static void allowed(JsonNode payload, String key, Set<String> values) {
    if (payload.has(key)) {
      assertThat(values).contains(payload.at("/" + key).asText());
    }
  }
}
