package sluice.stage.sink.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static sluice.stage.sink.kafka.KafkaFixture.config;
import static sluice.stage.sink.kafka.KafkaFixture.destination;
import static sluice.stage.sink.kafka.KafkaFixture.ids;
import static sluice.stage.sink.kafka.KafkaFixture.message;
import static sluice.stage.sink.kafka.KafkaFixture.messages;
import static sluice.testing.servers.KafkaBroker.header;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import sluice.core.message.Message;
import sluice.core.message.MessageKind;
import sluice.stage.sink.SinkFact;
import sluice.stage.sink.delivery.DeliveryException;
import sluice.stage.sink.delivery.StreamProfile;
import sluice.stage.sink.kafka.KafkaFixture.Settled;
import sluice.testing.PythonClient;
import sluice.testing.TestCertificates;
import sluice.testing.servers.KafkaBroker;

/** What arrives at a real broker, what it refuses, and who may connect. */
@Timeout(180)
class KafkaDestinationIT {
  private static final String TRACE = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";

  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir static Path keys;
  private static TestCertificates certificates;
  private static KafkaBroker broker;

  @TempDir Path folder;
  private final Settled settled = new Settled();

  @BeforeAll
  static void start() throws Exception {
    certificates = new TestCertificates(keys).make("broker", "-ext san=ip:127.0.0.1");
    broker = new KafkaBroker("sluice.detections", certificates.store());
    broker.start();
  }

  @AfterAll
  static void stop() {
    if (broker != null) {
      broker.close();
    }
  }

  private KafkaDestination plain(String settings) {
    return destination(
        config(folder, "brokers = \"%s\", %s".formatted(broker.brokers(), settings)), folder);
  }

  private KafkaDestination secure(String settings, String password) {
    String all =
        "brokers = \"%s\", password = ${P}, %s".formatted(broker.secureBrokers(), settings);
    return destination(config(folder, all, "P", password), folder);
  }

  private static List<String> headers(ConsumerRecord<byte[], byte[]> record) {
    List<String> all = new ArrayList<>();
    record
        .headers()
        .forEach(
            each -> all.add(each.key() + "=" + new String(each.value(), StandardCharsets.UTF_8)));
    return all;
  }

  @Test
  void aMessage_isARecordOfItsStream_withAnotherOneForItsPicture() throws Exception {
    broker.createTopic("arrives", 3);
    byte[] picture = {(byte) 0xff, (byte) 0xd8, 1, 2};
    byte[] body = KafkaFixture.body("run-lobby-1", "lobby");
    Message message =
        new Message(
            "run-lobby-1",
            "lobby",
            MessageKind.OBJECT,
            KafkaFixture.TIME,
            Optional.of(TRACE),
            body,
            picture);

    try (KafkaDestination destination = plain("topic = arrives")) {
      destination.deliver(List.of(message), settled);
    }

    assertThat(settled.acknowledged).containsExactly("run-lobby-1");
    List<ConsumerRecord<byte[], byte[]>> records = broker.records("arrives");
    assertThat(records).hasSize(2);
    ConsumerRecord<byte[], byte[]> first = records.getFirst();
    assertThat(first.key()).asString(StandardCharsets.UTF_8).isEqualTo("lobby");
    assertThat(first.value()).isEqualTo(body);
    assertThat(first.timestamp()).isEqualTo(KafkaFixture.TIME.toEpochMilli());
    assertThat(headers(first))
        .containsExactly(
            "id=run-lobby-1",
            "type=object",
            "stream=lobby",
            "content-type=application/json",
            "traceparent=" + TRACE);
    ConsumerRecord<byte[], byte[]> second = records.getLast();
    assertThat(second.partition()).isEqualTo(first.partition());
    assertThat(second.offset()).isEqualTo(first.offset() + 1);
    assertThat(second.value()).isEqualTo(picture);
    assertThat(headers(second))
        .containsExactly(
            "id=run-lobby-1",
            "type=picture",
            "stream=lobby",
            "content-type=image/jpeg",
            "traceparent=" + TRACE);
  }

  @Test
  void aBatchOfSeveralStreams_arrivesInTheOrderOfEach_compressedToo() throws Exception {
    broker.createTopic("batch", 3);
    List<Message> all = messages(0, 125, "a", "b", "c", "d");

    try (KafkaDestination destination = plain("topic = batch, compression = gzip")) {
      assertThat(all).hasSize(destination.batchSize());
      destination.deliver(all, settled);
    }

    assertThat(settled.acknowledged).containsExactlyInAnyOrderElementsOf(ids(all));
    for (String stream : List.of("a", "b", "c", "d")) {
      assertThat(
              broker.records("batch").stream()
                  .filter(each -> header(each, "stream").equals(stream))
                  .map(each -> header(each, "id")))
          .containsExactlyElementsOf(ids(messages(0, 125, stream)));
    }
  }

  @Test
  void headersOfCloudEvents_areAdded_whereTheyAreWanted() throws Exception {
    broker.createTopic("events", 1);

    try (KafkaDestination destination = plain("topic = events, cloud-events = true")) {
      destination.deliver(List.of(message("lobby", 1, new byte[] {1})), settled);
    }

    List<ConsumerRecord<byte[], byte[]>> records = broker.records("events");
    assertThat(headers(records.getFirst()))
        .containsSubsequence(
            "id=run-lobby-1",
            "content-type=application/json",
            "ce_specversion=1.0",
            "ce_id=run-lobby-1",
            "ce_source=/sluice/host/lobby",
            "ce_type=sluice.detections.v1",
            "ce_time=2024-05-01T10:00:00.124Z");
    assertThat(headers(records.getLast()))
        .contains("id=run-lobby-1", "ce_id=run-lobby-1-picture", "ce_type=sluice.picture.v1");
  }

  @Test
  void whatIsTooLarge_isRefused_andTheOthersArrive() throws Exception {
    broker.createTopic("large", 1);
    byte[] noise = new byte[1_200_000];
    new Random(1).nextBytes(noise);
    Message tooLarge =
        new Message(
            "run-a-1",
            "a",
            MessageKind.DETECTIONS,
            KafkaFixture.TIME,
            Optional.empty(),
            noise,
            KafkaFixture.NO_PICTURE);
    List<Message> all =
        List.of(
            message("a", 0), tooLarge, message("a", 2), message("a", 3, noise), message("a", 4));

    try (KafkaDestination destination = plain("topic = large")) {
      destination.deliver(all, settled); // the client itself refuses
    }
    try (KafkaDestination destination =
        plain("topic = large, properties { max.request.size = 4000000 }")) {
      destination.deliver(all, settled); // the broker refuses
    }

    assertThat(settled.acknowledged)
        .containsExactly("run-a-0", "run-a-2", "run-a-4", "run-a-0", "run-a-2", "run-a-4");
    assertThat(settled.refused)
        .containsOnlyKeys("run-a-1", "run-a-3")
        .hasEntrySatisfying("run-a-1", why -> assertThat(why).startsWith("1200000 bytes are too"))
        .hasEntrySatisfying("run-a-3", why -> assertThat(why).startsWith("picture: 1200000 bytes"));
  }

  @Test
  void aTopicThatIsMissing_isNamed_andHoldsUpItsOwnStreamsOnly() throws Exception {
    broker.createTopic("of.there", 1);
    broker.createTopic("of.too", 1);
    try (KafkaDestination destination = plain("topic = \"of.{stream}\"")) {
      destination.streamChanged(new StreamProfile("missing", List.of(), List.of()));
      assertThatThrownBy(destination::idle)
          .isInstanceOf(DeliveryException.class)
          .hasMessage(
              "topic of.missing is not there at %s: create it, for the sink creates none"
                  .formatted(broker.brokers()));

      List<Message> all = messages(0, 2, "there", "missing", "too");
      for (int attempt = 0; attempt < 2; attempt++) {
        assertThatThrownBy(() -> destination.deliver(all, settled))
            .isInstanceOf(DeliveryException.class)
            .hasMessageStartingWith("topic of.missing is not there");
      }

      assertThat(settled.acknowledged)
          .hasSize(8)
          .containsOnly("run-there-0", "run-there-1", "run-too-0", "run-too-1");
      assertThat(settled.refused).isEmpty();
    }
  }

  @ParameterizedTest
  @CsvSource({"kafka-python, kafka, none", "confluent-kafka, confluent_kafka, gzip"})
  void otherClients_readWhatWasSent(String client, String module, String compression)
      throws Exception {
    PythonClient.assumeModule(module, client);
    String topic = "read-by-" + module;
    broker.createTopic(topic, 3);
    byte[] picture = {(byte) 0xff, (byte) 0xd8, 1, 2};
    try (KafkaDestination destination =
        plain("topic = %s, compression = %s".formatted(topic, compression))) {
      destination.deliver(messages(0, 20, "a", "b"), settled);
      destination.deliver(List.of(message("a", 20, picture)), settled);
    }

    List<JsonNode> records = new ArrayList<>();
    for (String line :
        PythonClient.run(folder, "read_kafka.py", client, broker.brokers(), topic, "42")) {
      records.add(JSON.readTree(line));
    }

    assertThat(records)
        .filteredOn(each -> each.at("/key").asText().equals("b"))
        .extracting(each -> each.at("/headers/id").asText())
        .containsExactlyElementsOf(ids(messages(0, 20, "b")));
    List<JsonNode> ofA =
        records.stream().filter(each -> each.at("/key").asText().equals("a")).toList();
    assertThat(ofA.subList(0, 20))
        .extracting(each -> each.at("/headers/id").asText())
        .containsExactlyElementsOf(ids(messages(0, 20, "a")));
    JsonNode last = ofA.get(20);
    assertThat(last.at("/body")).isEqualTo(JSON.readTree(message("a", 20).body()));
    assertThat(last.at("/timestamp").asLong())
        .isEqualTo(KafkaFixture.TIME.plusMillis(20).toEpochMilli());
    assertThat(last.at("/headers"))
        .isEqualTo(
            JSON.readTree(
                """
                {"id": "run-a-20", "type": "detections", "stream": "a",
                 "content-type": "application/json"}\
                """));
    assertThat(ofA.get(21).at("/bytes").asInt()).isEqualTo(picture.length);
    assertThat(ofA.get(21).at("/headers"))
        .isEqualTo(
            JSON.readTree(
                """
                {"id": "run-a-20", "type": "picture", "stream": "a",
                 "content-type": "image/jpeg"}\
                """));
  }

  @Test
  void aTest_tellsWhatItSaw_andSendsOneMessage() throws Exception {
    broker.createTopic("tried", 3);

    try (KafkaDestination destination = plain("topic = tried")) {
      List<SinkFact> facts = destination.test(message("lobby", 7));

      assertThat(facts)
          .extracting(SinkFact::name)
          .containsExactly("brokers", "cluster", "topic", "test message");
      assertThat(facts)
          .extracting(SinkFact::value)
          .contains(broker.brokers(), "tried, partitions: 3");
      assertThat(facts.getLast().value()).matches("partition [0-2], offset 0");
    }
    assertThat(broker.records("tried")).hasSize(1);
    try (KafkaDestination destination = plain("topic = nowhere")) {
      assertThatThrownBy(() -> destination.test(message("lobby", 7)))
          .isInstanceOf(DeliveryException.class)
          .hasMessageStartingWith("topic nowhere is not there");
    }
  }

  @Test
  void userAndPassword_overTls_areLetIn() throws Exception {
    broker.createTopic("secured", 1);
    String ca =
        "topic = secured, tls = true, ca-file = \"%s\"".formatted(certificates.pem("broker"));

    try (KafkaDestination scram = secure(ca + ", user = alice", KafkaBroker.PASSWORD);
        KafkaDestination plain =
            secure(ca + ", user = bob, sasl-mechanism = plain", "plain-password");
        KafkaDestination passedOn =
            destination(
                config(
                    folder,
                    """
                    brokers = "%s", topic = secured, properties {
                      security.protocol = SASL_SSL, sasl.mechanism = PLAIN, sasl.jaas.config = ${P}
                      ssl.truststore { type = PEM, location = "%s" }
                    }\
                    """
                        .formatted(broker.secureBrokers(), certificates.pem("broker")),
                    "P",
                    SaslMechanism.PLAIN.jaasConfig("bob", "plain-password")),
                folder)) {
      scram.deliver(List.of(message("a", 1)), settled);
      plain.deliver(List.of(message("a", 2)), settled);
      passedOn.deliver(List.of(message("a", 3)), settled);
    }

    assertThat(broker.records("secured"))
        .extracting(each -> header(each, "id"))
        .containsExactly("run-a-1", "run-a-2", "run-a-3");
  }

  @Test
  void wrongPasswords_areToldWithoutThem() throws Exception {
    try (KafkaDestination destination =
        secure(
            "tls = true, ca-file = \"%s\", user = alice".formatted(certificates.pem("broker")),
            "wrong-secret")) {
      assertThatThrownBy(() -> destination.deliver(List.of(message("a", 1)), settled))
          .isInstanceOf(DeliveryException.class)
          .hasMessage(
              "%s refuses the connection: Authentication failed during authentication due to invalid"
                      .formatted(broker.secureBrokers())
                  + " credentials with SASL mechanism SCRAM-SHA-512; see user, password and"
                  + " sasl-mechanism");
    }
    assertThat(settled.acknowledged).isEmpty();
  }

  @Test
  void certificatesOfUnknownAuthorities_areRefused() throws Exception {
    try (KafkaDestination destination = secure("tls = true, user = alice", KafkaBroker.PASSWORD)) {
      assertThatThrownBy(() -> destination.deliver(List.of(message("a", 1)), settled))
          .isInstanceOf(DeliveryException.class)
          .hasMessage(
              "TLS with %s failed: unable to find valid certification path to requested target; see"
                      .formatted(broker.secureBrokers())
                  + " tls and ca-file");
    }
  }

  @Test
  void aFileThatIsMissing_isNamed() {
    try (KafkaDestination destination =
        secure("tls = true, user = alice, ca-file = /no/such.pem", KafkaBroker.PASSWORD)) {
      assertThatThrownBy(() -> destination.deliver(List.of(message("a", 1)), settled))
          .isInstanceOf(DeliveryException.class)
          .hasMessageStartingWith("the connection to " + broker.secureBrokers())
          .hasMessageContaining("/no/such.pem")
          .hasMessageNotContaining("Exception");
    }
  }
}
