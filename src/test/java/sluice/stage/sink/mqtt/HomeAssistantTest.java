package sluice.stage.sink.mqtt;

import static org.assertj.core.api.Assertions.assertThat;
import static sluice.stage.sink.mqtt.MqttFixture.config;
import static sluice.stage.sink.mqtt.MqttFixture.context;
import static sluice.stage.sink.mqtt.MqttFixture.found;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is announced to Home Assistant, held to its documentation. */
class HomeAssistantTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir Path folder;

  private HomeAssistant homeAssistant(String settings) {
    MqttSinkConfig config =
        config(folder, "url = \"mqtt://127.0.0.1\", home-assistant = true, " + settings);
    return new HomeAssistant(
        config, context(folder, false), new Topics(config.topicPrefix(), config.clientId("host")));
  }

  private static StreamStates lobby() {
    StreamStates stream = new StreamStates("lobby");
    stream.use(List.of("person", "traffic light", "a/b+#"));
    stream.profile(List.of("front door"), List.of("queue é"));
    return stream;
  }

  private Map<String, JsonNode> announced(String settings) throws Exception {
    Map<String, JsonNode> all = new TreeMap<>();
    for (Publication each : homeAssistant(settings).ofStream(lobby())) {
      assertThat(each.isRetained()).isTrue();
      all.put(each.topic(), JSON.readTree(each.payload()));
    }
    return all;
  }

  @Test
  void payloads_followTheDocumentation() throws Exception {
    Map<String, JsonNode> all = announced("");

    assertThat(all).hasSize(1 + 3 * 2 + 2 + 1);
    all.forEach(HomeAssistantSchema::check);
    assertThat(all.values())
        .extracting(each -> each.at("/unique_id").asText())
        .doesNotHaveDuplicates();
    assertThat(all.values())
        .extracting(each -> each.at("/device").toString())
        .containsOnly(
            """
            {"identifiers":["sluice_host_lobby"],"name":"lobby","manufacturer":"Sluice",\
            "model":"Video stream","sw_version":"%s",\
            "configuration_url":"http://sluice.example:8080/"}\
            """
                .formatted(sluice.core.SluiceVersion.NUMBER));
  }

  @Test
  void entities_haveTheirStates() throws Exception {
    Map<String, JsonNode> all = announced("");
    String sensor = "homeassistant/sensor/sluice_host_lobby_";
    String binary = "homeassistant/binary_sensor/sluice_host_lobby_";

    JsonNode connection = all.get(binary + "connection/config");
    assertThat(connection.at("/state_topic").asText()).isEqualTo("sluice/streams/lobby/state");
    assertThat(connection.at("/device_class").asText()).isEqualTo("connectivity");
    assertThat(connection.at("/availability_topic").asText()).isEqualTo(MqttFixture.AVAILABLE);
    JsonNode count = all.get(sensor + "label_person_count/config");
    assertThat(count.at("/state_topic").asText()).isEqualTo("sluice/streams/lobby/objects/person");
    assertThat(count.at("/state_class").asText()).isEqualTo("measurement");
    assertThat(count.at("/availability/0/topic").asText()).isEqualTo(MqttFixture.AVAILABLE);
    assertThat(count.at("/availability/1/topic").asText()).isEqualTo("sluice/streams/lobby/state");
    JsonNode occupancy = all.get(binary + "label_person_occupancy/config");
    assertThat(occupancy.at("/device_class").asText()).isEqualTo("occupancy");
    assertThat(occupancy.at("/state_topic")).isEqualTo(count.at("/state_topic"));
    assertThat(all.values())
        .filteredOn(each -> each.at("/name").asText().equals("front door in"))
        .singleElement()
        .satisfies(
            each -> {
              assertThat(each.at("/state_topic").asText())
                  .isEqualTo("sluice/streams/lobby/lines/front door");
              assertThat(each.at("/state_class").asText()).isEqualTo("total_increasing");
            });
    assertThat(all.values())
        .filteredOn(each -> each.at("/name").asText().equals("queue é occupancy"))
        .singleElement()
        .satisfies(
            each ->
                assertThat(each.at("/state_topic").asText())
                    .isEqualTo("sluice/streams/lobby/zones/queue é"));
  }

  @Test
  void whatTheFiltersKeepBack_isNotAnnounced() throws Exception {
    assertThat(announced("filters { kinds = [occupancy] }"))
        .hasSize(1)
        .allSatisfy(
            (topic, payload) -> {
              HomeAssistantSchema.check(topic, payload);
              assertThat(payload.at("/availability_topic").asText())
                  .isEqualTo(MqttFixture.AVAILABLE);
            });
    assertThat(announced("filters { kinds = [object] }")).isEmpty();
  }

  @Test
  void labels_areBounded() {
    StreamStates stream = new StreamStates("lobby");
    MessagePublications publications =
        new MessagePublications(new Topics("sluice", "one"), Optional.of(homeAssistant("")));
    String[] labels = IntStream.range(0, 50).mapToObj(i -> "label-" + i).toArray(String[]::new);

    Publications told = publications.of(found("lobby", 1, labels), stream);

    assertThat(stream.labels()).hasSize(StreamStates.MOST_LABELS);
    assertThat(told.states()).hasSize(StreamStates.MOST_LABELS);
    assertThat(told.all()).hasSize(1 + 3 * StreamStates.MOST_LABELS);
  }

  @Test
  void names_areLevelsAndIds_andDifferentOnesStayDifferent() {
    assertThat(TopicNames.level("traffic light é")).isEqualTo("traffic light é");
    assertThat(List.of("a/b", "a+b", "a#b", "a_b", "a\u0000b"))
        .extracting(TopicNames::level)
        .doesNotHaveDuplicates()
        .allMatch(level -> level.startsWith("a_b"))
        .noneMatch(level -> level.matches(".*[/+#\u0000].*"));
    assertThat(TopicNames.id("person")).isEqualTo("person");
    assertThat(TopicNames.id("é")).matches("_-[0-9a-f]{8}");
    assertThat(TopicNames.id("x".repeat(300))).hasSize(109);
  }
}
