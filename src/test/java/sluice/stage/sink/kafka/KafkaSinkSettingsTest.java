package sluice.stage.sink.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import sluice.config.ConfigJson;
import sluice.config.binding.Secret;
import sluice.config.sink.FrameChoice;
import sluice.testing.ConfigText;

/** What a sink of type kafka may be given, and that its secrets are shown nowhere. */
class KafkaSinkSettingsTest {
  private static final String SECRET = "hunter2-is-not-here";

  @TempDir Path folder;

  private ConfigText text(String settings) {
    return ConfigText.of(folder, "sluice.sinks.one { type = kafka, " + settings + " }")
        .with("P", SECRET);
  }

  private KafkaSinkConfig fine(String settings) {
    return (KafkaSinkConfig) text(settings).fine().sinks().get("one");
  }

  private List<String> problems(String settings) {
    return text(settings).lines();
  }

  @Test
  void onlyBrokersMustBeGiven() {
    KafkaSinkConfig config = fine("brokers = \"127.0.0.1:9092\"");

    assertThat(config.brokers()).isEqualTo("127.0.0.1:9092");
    assertThat(config.topic("lobby")).isEqualTo("sluice.detections");
    assertThat(config.compression()).isEqualTo(KafkaCompression.NONE);
    assertThat(config.cloudEvents()).isFalse();
    assertThat(config.tls()).isFalse();
    assertThat(config.properties()).isEmpty();
    assertThat(config.only()).isEqualTo(FrameChoice.DETECTIONS);
    assertThat(problems("topic = a"))
        .singleElement()
        .asString()
        .contains("sluice.sinks.one.brokers: missing");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "a:9092|a:9092",
        "kafka-1.example:1, kafka_2:65535|kafka-1.example:1,kafka_2:65535",
        "[::1]:9092|[::1]:9092"
      })
  void brokers_areAddressesWithPorts(String text, String read) {
    assertThat(fine("brokers = \"%s\"".formatted(text)).brokers()).isEqualTo(read);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "a",
        "a:",
        ":9092",
        "a:0",
        "a:65536",
        "a:999999",
        "a:9092,",
        "a:9092;b:9092",
        "http://a:9092",
        "u:p@a:9092"
      })
  void otherBrokers_areRefused(String text) {
    assertThat(problems("brokers = \"%s\"".formatted(text)))
        .singleElement()
        .asString()
        .contains("sluice.sinks.one.brokers:", "addresses of brokers as host:port")
        .doesNotContain("u:p");
  }

  @Test
  void aTopic_canBeOneForEachStream() {
    assertThat(fine("brokers = \"a:1\", topic = \"cam.{stream}.v1\"").topic("lobby"))
        .isEqualTo("cam.lobby.v1");
    assertThat(fine("brokers = \"a:1\", topic = \"{stream}\"").topic("lobby")).isEqualTo("lobby");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", ".", "..", "a b", "a/b", "{streams}", "{stream}{stream}", "é"})
  void otherTopics_areRefused(String topic) {
    assertThat(problems("brokers = \"a:1\", topic = \"%s\"".formatted(topic)))
        .singleElement()
        .asString()
        .contains("sluice.sinks.one.topic:", "the name of a topic");
  }

  @Test
  void topicsOfAllStreams_areShortEnoughForKafka() {
    assertThat(problems("brokers = \"a:1\", topic = %s".formatted("x".repeat(181)))).hasSize(1);
    String longest = "x".repeat(172) + "{stream}";
    assertThat(fine("brokers = \"a:1\", topic = \"%s\"".formatted(longest)).topic("s".repeat(64)))
        .hasSizeLessThanOrEqualTo(249);
  }

  @Test
  void secrets_areShownNowhere_andComeFromTheEnvironment() {
    String settings =
        """
        brokers = "a:1", user = u, password = ${P}, tls = true
        properties { ssl.key.password = ${P}, "ssl.keystore.location" = /k.pem }\
        """;

    KafkaSinkConfig config = fine(settings);
    assertThat(config.password()).contains(new Secret(SECRET));
    assertThat(config.properties())
        .isEqualTo(
            Map.of(
                "ssl.key.password",
                new KafkaProperty(SECRET, true),
                "ssl.keystore.location",
                new KafkaProperty("/k.pem", false)));
    assertThat(config.toString()).doesNotContain(SECRET);
    assertThat(ConfigJson.write(text(settings).fine()))
        .doesNotContain(SECRET)
        .contains(
            "\"properties\":{\"ssl.key.password\":\"***\",\"ssl.keystore.location\":\"/k.pem\"}");
    for (String key : PropertyKeys.SECRET) {
      assertThat(problems("brokers = \"a:1\", properties { %s = in-file }".formatted(key)))
          .singleElement()
          .asString()
          .contains("properties." + key + ": a secret that stands in the file")
          .doesNotContain("in-file");
    }
    assertThat(problems("brokers = \"a:1\", user = u, password = in-file"))
        .anyMatch(line -> line.contains("password: a value that stands in the file"))
        .noneMatch(line -> line.contains("in-file"));
  }

  @Test
  void properties_areThoseThatTheSinkLeavesAlone() {
    assertThat(problems("brokers = \"a:1\", properties { acks = 0 }"))
        .singleElement()
        .asString()
        .contains("properties.acks: a property that the sink sets itself");
    assertThat(problems("brokers = \"a:1\", properties { sasl.mechnism = PLAIN }"))
        .singleElement()
        .asString()
        .contains("no such property of Kafka's producer", "nearest: sasl.mechanism");
    assertThat(problems("brokers = \"a:1\", properties = none")).hasSize(1);
    assertThat(problems("brokers = \"a:1\", properties { client.rack = [a] }")).hasSize(1);
    assertThat(problems("brokers = \"a:1\", properties { client.rack { } }")).hasSize(1);
    assertThat(fine("brokers = \"a:1\", properties { max.request.size = 2000000 }").properties())
        .containsEntry("max.request.size", new KafkaProperty("2000000", false));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "user = u|password: missing",
        "password = ${P}|user: missing",
        "user = u, password = ${P}, sasl-mechanism = plain|sasl-mechanism: plain without tls",
        "ca-file = a.pem|ca-file: a file that nothing is verified with",
        "tls = true, properties { security.protocol = SSL }|security.protocol besides tls or user",
        "user = u, password = ${P}, properties { sasl.mechanism = X }|sasl.mechanism besides user",
        "tls = true, ca-file = a, properties { ssl.truststore.type = PEM }|besides ca-file"
      })
  void whatIsHalf_orSaidTwice_isRefused(String settings, String problem) {
    assertThat(problems("brokers = \"a:1\", " + settings))
        .singleElement()
        .asString()
        .contains(problem);
  }

  @Test
  void settings_becomePropertiesOfTheProducer() {
    Map<String, Object> all =
        ProducerProperties.of(
            fine(
                """
                brokers = "a:1,b:2", user = "u\\"s", password = ${P}, tls = true, ca-file = /ca.pem
                compression = gzip, properties { metadata.recovery.strategy = rebootstrap }\
                """),
            "sluice-host-one",
            ClientLimits.STANDARD);

    assertThat(all)
        .containsEntry("bootstrap.servers", "a:1,b:2")
        .containsEntry("security.protocol", "SASL_SSL")
        .containsEntry("sasl.mechanism", "SCRAM-SHA-512")
        .containsEntry("ssl.truststore.type", "PEM")
        .containsEntry("ssl.truststore.location", "/ca.pem")
        .containsEntry("compression.type", "gzip")
        .containsEntry("metadata.recovery.strategy", "rebootstrap")
        .containsEntry("acks", "all")
        .containsEntry("enable.idempotence", true)
        .containsEntry("max.in.flight.requests.per.connection", 1)
        .hasEntrySatisfying(
            "sasl.jaas.config",
            jaas ->
                assertThat(jaas.toString())
                    .endsWith("username=\"u\\\"s\" password=\"%s\";".formatted(SECRET)));
    assertThat(fine("brokers = \"a:1\"").user()).isEqualTo(Optional.empty());
  }
}
