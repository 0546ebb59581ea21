package sluice.stage.sink.mqtt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static sluice.stage.sink.mqtt.MqttFixture.AVAILABLE;
import static sluice.stage.sink.mqtt.MqttFixture.config;
import static sluice.stage.sink.mqtt.MqttFixture.crossing;
import static sluice.stage.sink.mqtt.MqttFixture.destination;
import static sluice.stage.sink.mqtt.MqttFixture.found;
import static sluice.stage.sink.mqtt.MqttFixture.message;
import static sluice.stage.sink.mqtt.MqttFixture.occupancy;
import static sluice.stage.sink.mqtt.MqttFixture.state;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import sluice.core.message.Message;
import sluice.core.message.MessageKind;
import sluice.stage.sink.delivery.StreamProfile;
import sluice.stage.sink.mqtt.MqttFixture.Settled;
import sluice.testing.PythonClient;
import sluice.testing.servers.Mosquitto;

/** What a real broker retains of streams, with and without Home Assistant. */
@Timeout(120)
class HomeAssistantIT {
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir Path folder;
  private Mosquitto broker;
  private final Settled settled = new Settled();

  @BeforeEach
  void start() {
    broker = new Mosquitto();
    broker.start();
  }

  @AfterEach
  void stop() {
    if (broker != null) {
      broker.close();
    }
  }

  private MqttDestination destinationWith(String settings) {
    return destination(
        config(folder, "url = \"%s\", %s".formatted(broker.url(), settings)), folder);
  }

  private Map<String, String> retainedOf(String stream) {
    Map<String, String> all = broker.retained();
    all.keySet()
        .removeIf(
            topic -> !topic.contains("/" + stream + "/") && !topic.contains("_" + stream + "_"));
    return all;
  }

  private static StreamProfile lobby(List<String> lines, List<String> zones) {
    return new StreamProfile("lobby", lines, zones);
  }

  @Test
  void statesAreRetained_countsOnChange_andDownToNothing() throws Exception {
    try (MqttDestination destination = destinationWith("")) {
      destination.deliver(
          List.of(
              state("lobby", 1, "running"),
              found("lobby", 1, "person", "dog", "person"),
              found("lobby", 2, "person", "dog"),
              found("lobby", 3, "person", "a/b"),
              found("lobby", 4),
              crossing("lobby", 1, "door", 3, 4),
              occupancy("lobby", 2, "queue", 7)),
          settled);
    }

    assertThat(settled.acknowledged).hasSize(7);
    Map<String, String> retained = retainedOf("lobby");
    assertThat(retained.keySet())
        .containsExactly(
            "sluice/streams/lobby/lines/door",
            "sluice/streams/lobby/objects/a_b-fb0b40a3",
            "sluice/streams/lobby/objects/dog",
            "sluice/streams/lobby/objects/person",
            "sluice/streams/lobby/state",
            "sluice/streams/lobby/zones/queue");
    assertThat(JSON.readTree(retained.get("sluice/streams/lobby/lines/door")).at("/counts"))
        .hasToString("{\"in\":3,\"out\":4}");
    assertThat(JSON.readTree(retained.get("sluice/streams/lobby/zones/queue")).at("/total").asInt())
        .isEqualTo(7);
    assertThat(JSON.readTree(retained.get("sluice/streams/lobby/state")).at("/state").asText())
        .isEqualTo("running");
    assertThat(told("sluice/streams/lobby/objects/person")).containsExactly("2", "1", "0");
    assertThat(told("sluice/streams/lobby/objects/dog")).containsExactly("1", "0");
  }

  private List<String> told(String topic) {
    return broker.received().stream()
        .filter(each -> each.topic().equals(topic))
        .map(each -> each.text())
        .toList();
  }

  private List<String> discovered() {
    return broker.received().stream()
        .filter(
            each -> each.topic().startsWith("homeassistant/") && each.topic().endsWith("/config"))
        .filter(each -> each.payload().length > 0)
        .map(each -> each.topic().replaceAll("homeassistant/(.*)/config", "$1"))
        .toList();
  }

  @Test
  void streamsAreAnnounced_againWhenHomeAssistantStarts_andLabelsWhenTheyAreSeen()
      throws Exception {
    String device = "sluice_host_lobby_";
    try (MqttDestination destination = destinationWith("home-assistant = true")) {
      destination.streamChanged(lobby(List.of("door"), List.of("queue")));
      destination.idle();
      List<String> all =
          List.of(
              "binary_sensor/" + device + "connection",
              "sensor/" + device + "line_door_in",
              "sensor/" + device + "line_door_out",
              "sensor/" + device + "zone_queue_occupancy");
      await().untilAsserted(() -> assertThat(discovered()).isEqualTo(all));

      broker.publish("homeassistant/status", "online", false);
      await()
          .untilAsserted(
              () -> {
                destination.idle();
                assertThat(discovered().subList(4, discovered().size())).isEqualTo(all);
              });

      destination.deliver(List.of(found("lobby", 1, "dog", "traffic light")), settled);
      await()
          .untilAsserted(
              () ->
                  assertThat(discovered().subList(8, discovered().size()))
                      .containsExactly(
                          "sensor/" + device + "label_dog_count",
                          "binary_sensor/" + device + "label_dog_occupancy",
                          "sensor/" + device + "label_traffic_light-5e80c746_count",
                          "binary_sensor/" + device + "label_traffic_light-5e80c746_occupancy"));
      assertThat(broker.retained())
          .containsEntry("sluice/streams/lobby/objects/dog", "1")
          .containsEntry("sluice/streams/lobby/objects/traffic light", "1");
    }
  }

  @Test
  void whatIsGone_isDeleted_inALaterProcessToo() throws Exception {
    try (MqttDestination first = destinationWith("home-assistant = true")) {
      first.streamChanged(lobby(List.of("door", "gate"), List.of("queue")));
      first.deliver(
          List.of(
              found("lobby", 1, "person"),
              crossing("lobby", 1, "gate", 1, 0),
              occupancy("lobby", 2, "queue", 2)),
          settled);
      first.streamChanged(lobby(List.of("door"), List.of("queue")));
      first.idle();
      assertThat(retainedOf("lobby").keySet())
          .anyMatch(topic -> topic.contains("line_door_in"))
          .noneMatch(topic -> topic.contains("gate"));
      first.deliver(List.of(crossing("lobby", 3, "gate", 2, 0)), settled); // told late
      assertThat(retainedOf("lobby").keySet()).noneMatch(topic -> topic.contains("gate"));
    }

    try (MqttDestination second = destinationWith("home-assistant = true")) {
      second.streamChanged(lobby(List.of("door"), List.of()));
      second.deliver(List.of(found("lobby", 4)), settled);
      assertThat(retainedOf("lobby"))
          .containsEntry("sluice/streams/lobby/objects/person", "0")
          .allSatisfy((topic, value) -> assertThat(topic).doesNotContain("queue"))
          .hasSize(6);
      second.streamRemoved("lobby");
      second.idle();
      assertThat(retainedOf("lobby")).isEmpty();
      assertThat(broker.retained()).containsOnlyKeys(AVAILABLE);

      second.deliver(List.of(state("lobby", 5, "running"), found("lobby", 6, "cat")), settled);
      assertThat(retainedOf("lobby")).hasSize(5);
      second.deliver(List.of(state("lobby", 7, "removed")), settled);
      assertThat(retainedOf("lobby")).isEmpty();

      broker.publish("sluice/streams/unknown/state", "{}", true);
      second.streamRemoved("unknown");
      second.idle();
      assertThat(retainedOf("unknown")).isEmpty();
    }
  }

  @Test
  void aClientOfOthers_readsWhatWasSent() throws Exception {
    PythonClient.assumeModule("paho.mqtt.client", "paho-mqtt");
    byte[] picture = {(byte) 0xff, (byte) 0xd8, 1, 2};
    Message withPicture = message(MessageKind.OBJECT, "lobby", "run-lobby-e1", "", picture);
    try (MqttDestination destination = destinationWith("home-assistant = true")) {
      destination.deliver(List.of(state("lobby", 1, "running"), found("lobby", 1, "dog")), settled);
      List<JsonNode> all = new ArrayList<>();
      Thread later =
          Thread.ofPlatform()
              .start(
                  () -> {
                    try {
                      await().until(() -> broker.log().contains("SUBACK to reader-in-python"));
                      destination.deliver(List.of(withPicture), settled);
                    } catch (Exception e) {
                      throw new IllegalStateException(e);
                    }
                  });
      for (String line :
          PythonClient.run(
              folder,
              "read_mqtt.py",
              Integer.toString(broker.port()),
              "sluice/streams/lobby/picture")) {
        all.add(JSON.readTree(line));
      }
      later.join();

      assertThat(all)
          .filteredOn(each -> each.at("/topic").asText().equals("sluice/streams/lobby/state"))
          .singleElement()
          .satisfies(
              each -> {
                assertThat(each.at("/retained").asBoolean()).isTrue();
                assertThat(each.at("/body/state").asText()).isEqualTo("running");
              });
      assertThat(all)
          .filteredOn(each -> each.at("/topic").asText().equals("sluice/streams/lobby/events"))
          .singleElement()
          .isEqualTo(
              JSON.readTree(
                  """
                  {"topic": "sluice/streams/lobby/events", "retained": false, "qos": 1,
                   "content_type": "application/json", "bytes": %d,
                   "properties": {"id": "run-lobby-e1", "type": "object", "stream": "lobby"},
                   "body": %s}\
                  """
                      .formatted(withPicture.body().length, new String(withPicture.body()))));
      assertThat(all.getLast().at("/bytes").asInt()).isEqualTo(picture.length);
      assertThat(all.getLast().at("/content_type").asText()).isEqualTo("image/jpeg");
    }
  }
}
