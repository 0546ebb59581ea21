package sluice.stage.sink.mqtt;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import sluice.config.ConfigJson;
import sluice.config.binding.Secret;
import sluice.config.sink.FrameChoice;
import sluice.testing.ConfigText;

/** What a sink of type mqtt may be given, and that its secrets are shown nowhere. */
class MqttSinkSettingsTest {
  private static final String SECRET = "hunter2-is-not-here";

  @TempDir Path folder;

  private ConfigText text(String settings) {
    return ConfigText.of(folder, "sluice.sinks.one { type = mqtt, " + settings + " }")
        .with("P", SECRET);
  }

  private MqttSinkConfig fine(String settings) {
    return (MqttSinkConfig) text(settings).fine().sinks().get("one");
  }

  private List<String> problems(String settings) {
    return text(settings).lines();
  }

  @Test
  void onlyTheBroker_mustBeGiven() {
    MqttSinkConfig config = fine("url = \"mqtt://127.0.0.1\"");

    assertThat(config.isVersion5()).isTrue();
    assertThat(config.topicPrefix()).isEqualTo("sluice");
    assertThat(config.clientId("garage")).isEqualTo("sluice-garage-one");
    assertThat(config.keepAlive()).isEqualTo(Duration.ofSeconds(30));
    assertThat(config.homeAssistant()).isFalse();
    assertThat(config.homeAssistantPrefix()).isEqualTo("homeassistant");
    assertThat(config.only()).isEqualTo(FrameChoice.CHANGES);
    assertThat(problems("version = 5"))
        .singleElement()
        .asString()
        .contains("sluice.sinks.one.url: missing");
    assertThat(fine("url = \"mqtt://a\", version = 3.1.1").isVersion5()).isFalse();
    assertThat(fine("url = \"mqtt://a\", client-id = me").clientId("garage")).isEqualTo("me");
  }

  @ParameterizedTest
  @CsvSource({
    "mqtt://127.0.0.1:1884, mqtt://127.0.0.1:1884",
    "mqtt://broker.example, mqtt://broker.example:1883",
    "mqtts://broker_1/, mqtts://broker_1:8883",
    "mqtts://[::1]:65535, mqtts://[::1]:65535"
  })
  void addresses_nameAMachine(String text, String read) {
    assertThat(fine("url = \"%s\"".formatted(text)).url()).hasToString(read);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "broker",
        "tcp://a:1883",
        "MQTT://a",
        "mqtt://",
        "mqtt://:1883",
        "mqtt://a:0",
        "mqtt://a:65536",
        "mqtt://a:",
        "mqtt://a/topic",
        "mqtt://u:p-secret@a",
        "mqtt://[a]",
        "mqtt://a b"
      })
  void otherAddresses_areRefused_andNotShown(String text) {
    assertThat(problems("url = \"%s\"".formatted(text)))
        .singleElement()
        .asString()
        .contains("sluice.sinks.one.url:", "mqtt://broker.example:1883")
        .doesNotContain("p-secret");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "/a", "a/", "a//b", "a/+", "#", "$SYS", "a b", "1/2/3/4/5/6/7/8/9"})
  void prefixes_areLevels(String prefix) {
    for (String key : List.of("topic-prefix", "home-assistant-prefix")) {
      assertThat(problems("url = \"mqtt://a\", %s = \"%s\"".formatted(key, prefix)))
          .singleElement()
          .asString()
          .contains("sluice.sinks.one." + key + ":", "levels of a topic");
    }
  }

  @Test
  void thePassword_isShownNowhere_andComesFromTheEnvironment() {
    String settings = "url = \"mqtts://a\", user = u, password = ${P}";

    MqttSinkConfig config = fine(settings);
    assertThat(config.password()).contains(new Secret(SECRET));
    assertThat(config.toString()).doesNotContain(SECRET);
    assertThat(ConfigJson.write(text(settings).fine()))
        .doesNotContain(SECRET)
        .contains("\"password\":\"***\"");
    assertThat(problems("url = \"mqtt://a\", user = u, password = in-file"))
        .anyMatch(line -> line.contains("password: a value that stands in the file"))
        .noneMatch(line -> line.contains("in-file"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "url = \"mqtt://a\", password = ${P}|user: missing",
        "url = \"mqtt://a\", ca-file = a.pem|ca-file: ",
        "url = \"mqtt://a\", version = 4|version: 4 (expected: 5 or 3.1.1",
        "url = \"mqtt://a\", client-id = \"a/b\"|client-id: ",
        "url = \"mqtt://a\", keep-alive = 1s|keep-alive: "
      })
  void whatCantBe_isRefused(String settings, String problem) {
    assertThat(problems(settings)).singleElement().asString().contains(problem);
  }
}
