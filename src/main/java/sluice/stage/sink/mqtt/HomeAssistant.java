package sluice.stage.sink.mqtt;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import sluice.core.SluiceVersion;
import sluice.core.message.MessageKind;
import sluice.json.JsonText;
import sluice.stage.sink.delivery.DestinationContext;

/**
 * Discovery of Home Assistant: a device for each stream, with entities for its connection, its
 * labels, its lines and its zones. Only of what the sink's filters let through, for else they would
 * have no state. Immutable.
 *
 * @see <a href="https://www.home-assistant.io/integrations/mqtt/#mqtt-discovery">MQTT discovery</a>
 */
final class HomeAssistant {
  private static final String SENSOR = "sensor";
  private static final String BINARY_SENSOR = "binary_sensor";
  private static final String RUNNING = "running";

  private final String prefix;
  private final DestinationContext context;
  private final Topics topics;
  private final Set<MessageKind> kinds;

  HomeAssistant(MqttSinkConfig config, DestinationContext context, Topics topics) {
    this.prefix = config.homeAssistantPrefix();
    this.context = context;
    this.topics = topics;
    this.kinds = config.filters().kinds();
  }

  /** Where Home Assistant says that it has started. */
  String statusTopic() {
    return prefix + "/status";
  }

  /** All entities of a stream. */
  List<Publication> ofStream(StreamStates stream) {
    List<Publication> all = new ArrayList<>(ofConnection(stream.id()));
    stream.labels().forEach(label -> all.addAll(ofLabel(stream.id(), label)));
    stream.lines().forEach(line -> all.addAll(ofLine(stream.id(), line)));
    stream.zones().forEach(zone -> all.addAll(ofZone(stream.id(), zone)));
    return all;
  }

  private List<Publication> ofConnection(String stream) {
    if (!kinds.contains(MessageKind.STATE)) {
      return List.of();
    }
    Map<String, Object> entity = new LinkedHashMap<>();
    entity.put("name", "Connection");
    entity.put("state_topic", topics.state(stream));
    entity.put("value_template", isRunning("ON", "OFF"));
    entity.put("device_class", "connectivity");
    entity.put("entity_category", "diagnostic");
    entity.put("availability_topic", topics.available());
    return List.of(config(BINARY_SENSOR, stream, "connection", entity));
  }

  /** The entities of a label: how many there are, and whether there are any. */
  List<Publication> ofLabel(String stream, String label) {
    if (!kinds.contains(MessageKind.DETECTIONS)) {
      return List.of();
    }
    String topic = topics.objects(stream, label);
    String id = "label_" + TopicNames.id(label);
    Map<String, Object> count = new LinkedHashMap<>();
    count.put("name", label + " count");
    count.put("state_topic", topic);
    count.put("state_class", "measurement");
    count.put("icon", "mdi:counter");
    available(count, stream);
    Map<String, Object> occupancy = new LinkedHashMap<>();
    occupancy.put("name", label);
    occupancy.put("state_topic", topic);
    occupancy.put("value_template", "{{ 'ON' if value | int(0) > 0 else 'OFF' }}");
    occupancy.put("device_class", "occupancy");
    available(occupancy, stream);
    return List.of(
        config(SENSOR, stream, id + "_count", count),
        config(BINARY_SENSOR, stream, id + "_occupancy", occupancy));
  }

  /** The entities of a line: crossings in each direction. */
  List<Publication> ofLine(String stream, String line) {
    if (!kinds.contains(MessageKind.LINE)) {
      return List.of();
    }
    List<Publication> both = new ArrayList<>();
    for (String direction : List.of("in", "out")) {
      Map<String, Object> entity = new LinkedHashMap<>();
      entity.put("name", line + " " + direction);
      entity.put("state_topic", topics.line(stream, line));
      entity.put("value_template", "{{ value_json['counts']['" + direction + "'] }}");
      entity.put("state_class", "total_increasing");
      entity.put("icon", direction.equals("in") ? "mdi:location-enter" : "mdi:location-exit");
      available(entity, stream);
      both.add(config(SENSOR, stream, "line_" + TopicNames.id(line) + "_" + direction, entity));
    }
    return both;
  }

  /** The entity of a zone: how many objects are in it. */
  List<Publication> ofZone(String stream, String zone) {
    if (!kinds.contains(MessageKind.OCCUPANCY)) {
      return List.of();
    }
    Map<String, Object> entity = new LinkedHashMap<>();
    entity.put("name", zone + " occupancy");
    entity.put("state_topic", topics.zone(stream, zone));
    entity.put("value_template", "{{ value_json['total'] }}");
    entity.put("state_class", "measurement");
    entity.put("icon", "mdi:vector-polygon");
    available(entity, stream);
    return List.of(config(SENSOR, stream, "zone_" + TopicNames.id(zone) + "_occupancy", entity));
  }

  /** Counts of a stream that doesn't run are not those of now: they are unavailable. */
  private void available(Map<String, Object> entity, String stream) {
    if (!kinds.contains(MessageKind.STATE)) {
      entity.put("availability_topic", topics.available());
      return;
    }
    entity.put(
        "availability",
        List.of(
            Map.of("topic", topics.available()),
            Map.of(
                "topic", topics.state(stream), "value_template", isRunning("online", "offline"))));
    entity.put("availability_mode", "all");
  }

  private static String isRunning(String yes, String no) {
    return "{{ '%s' if value_json.state == '%s' else '%s' }}".formatted(yes, RUNNING, no);
  }

  private Publication config(
      String component, String stream, String part, Map<String, Object> entity) {
    String device = "sluice_" + context.instance() + "_" + stream;
    String id = device + "_" + part;
    Map<String, Object> all = new LinkedHashMap<>(entity);
    all.put("unique_id", id);
    all.put("device", device(device, stream));
    all.put("origin", Map.of("name", "Sluice", "sw_version", SluiceVersion.NUMBER));
    return Publication.json("%s/%s/%s/config".formatted(prefix, component, id), JsonText.of(all));
  }

  private Map<String, Object> device(String id, String stream) {
    Map<String, Object> device = new LinkedHashMap<>();
    device.put("identifiers", List.of(id));
    device.put("name", stream);
    device.put("manufacturer", "Sluice");
    device.put("model", "Video stream");
    device.put("sw_version", SluiceVersion.NUMBER);
    String dashboard = context.dashboard();
    if (!dashboard.isEmpty()) {
      device.put("configuration_url", dashboard);
    }
    return device;
  }
}
