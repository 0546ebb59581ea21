package sluice.stage.sink.mqtt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static sluice.stage.sink.mqtt.MqttFixture.AVAILABLE;
import static sluice.stage.sink.mqtt.MqttFixture.CLIENT;
import static sluice.stage.sink.mqtt.MqttFixture.config;
import static sluice.stage.sink.mqtt.MqttFixture.context;
import static sluice.stage.sink.mqtt.MqttFixture.destination;
import static sluice.stage.sink.mqtt.MqttFixture.ids;
import static sluice.stage.sink.mqtt.MqttFixture.message;
import static sluice.stage.sink.mqtt.MqttFixture.messages;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import sluice.core.message.Message;
import sluice.core.message.MessageKind;
import sluice.stage.sink.SinkFact;
import sluice.stage.sink.delivery.DeliveryException;
import sluice.stage.sink.mqtt.MqttFixture.Settled;
import sluice.testing.TestCertificates;
import sluice.testing.servers.Mosquitto;
import sluice.testing.servers.MqttSubscriber.Received;

/** What arrives at a real broker, what it refuses, and who may connect. */
@Timeout(120)
class MqttDestinationIT {
  private static final String TRACE = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";

  @TempDir static Path keys;
  private static TestCertificates certificates;
  private static Mosquitto broker;

  @TempDir Path folder;
  private final Settled settled = new Settled();

  @BeforeAll
  static void start() throws Exception {
    certificates =
        new TestCertificates(keys)
            .make("ca", "-ext bc:c")
            .make("other-ca", "-ext bc:c")
            .make("broker", "-signer ca -ext san=ip:127.0.0.1");
    broker =
        new Mosquitto("message_size_limit 200000", "max_packet_size 400000")
            .secured(certificates, "broker");
    broker.start();
  }

  @AfterAll
  static void stop() {
    if (broker != null) {
      broker.close();
    }
  }

  private MqttDestination plain(String settings) {
    return destination(
        config(folder, "url = \"%s\", %s".formatted(broker.url(), settings)), folder);
  }

  private MqttDestination secure(String host, String settings, String password) {
    String all =
        "url = \"%s\", user = alice, password = ${P}, %s"
            .formatted(broker.secureUrl(host), settings);
    return destination(config(folder, all, "P", password), folder);
  }

  private static String ca(String alias) throws Exception {
    return "ca-file = \"%s\"".formatted(certificates.pem(alias));
  }

  private static List<Received> at(String topic) {
    return broker.received().stream().filter(each -> each.topic().equals(topic)).toList();
  }

  @Test
  void aMessage_isAtTheTopicOfItsKind_withProperties_andItsPictureAtAnotherOne() throws Exception {
    byte[] picture = {(byte) 0xff, (byte) 0xd8, 1, 2};
    Message plain = message(MessageKind.OBJECT, "arrives", "run-arrives-e1", "", picture);
    Message message =
        new Message(
            plain.id(),
            plain.stream(),
            plain.kind(),
            plain.time(),
            Optional.of(TRACE),
            plain.body(),
            picture);

    try (MqttDestination destination = plain("")) {
      destination.deliver(List.of(message), settled);
    }

    assertThat(settled.acknowledged).containsExactly("run-arrives-e1");
    await().until(() -> at("sluice/streams/arrives/picture").size() == 1);
    Received body = at("sluice/streams/arrives/events").getFirst();
    assertThat(body.payload()).isEqualTo(message.body());
    assertThat(body.contentType()).isEqualTo("application/json");
    assertThat(body.properties())
        .isEqualTo(
            Map.of(
                "id",
                "run-arrives-e1",
                "type",
                "object",
                "stream",
                "arrives",
                "traceparent",
                TRACE));
    Received second = at("sluice/streams/arrives/picture").getFirst();
    assertThat(second.payload()).isEqualTo(picture);
    assertThat(second.contentType()).isEqualTo("image/jpeg");
    assertThat(second.properties()).containsEntry("id", "run-arrives-e1");
    assertThat(broker.retained().keySet()).noneMatch(topic -> topic.contains("/arrives/"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"5", "3.1.1"})
  void manyMessages_ofSeveralStreams_arriveInTheOrderOfEach(String version) throws Exception {
    String prefix = "many-" + version.charAt(0);
    List<Message> all = messages(0, 400, "a", "b", "c");

    try (MqttDestination destination =
        plain("version = %s, topic-prefix = %s".formatted(version, prefix))) {
      destination.deliver(all, settled);
    }

    assertThat(settled.acknowledged).containsExactlyElementsOf(ids(all));
    for (String stream : List.of("a", "b", "c")) {
      String topic = "%s/streams/%s/detections".formatted(prefix, stream);
      await().until(() -> at(topic).size() == 400);
      assertThat(at(topic))
          .extracting(Received::text)
          .containsExactlyElementsOf(
              messages(0, 400, stream).stream().map(each -> new String(each.body())).toList());
    }
  }

  @Test
  void whoIsThere_isSaid_andTheWillSaysWhoIsNot() throws Exception {
    MqttDestination destination = plain("");
    destination.idle();
    assertThat(broker.retained()).containsEntry(AVAILABLE, "online");
    destination.close();
    assertThat(broker.retained()).containsEntry(AVAILABLE, "offline");
    destination.close();
    destination.idle();
    assertThat(broker.retained()).containsEntry(AVAILABLE, "online");
    destination.close();
  }

  @Test
  void whatIsTooLarge_isRefused_andTheOthersArrive() throws Exception {
    List<Message> all =
        List.of(
            message("large", 0),
            message("large", 1, new byte[500_000]), // more than the broker says that it takes
            message("large", 2));
    try (MqttDestination destination = plain("")) {
      destination.deliver(all, settled);
    }

    assertThat(settled.acknowledged).containsExactly("run-large-0", "run-large-2");
    assertThat(settled.refused)
        .containsOnlyKeys("run-large-1")
        .hasEntrySatisfying("run-large-1", why -> assertThat(why).startsWith("picture: 500000"));
  }

  @Test
  void aMessage_forWhichTheBrokerEndsEachConnection_isFoundAndRefused() throws Exception {
    RetryingSender sender =
        new RetryingSender(
            List.of(
                message("poison", 0),
                message("poison", 1),
                message("poison", 2, new byte[300_000]), // what the broker keeps to itself
                message("poison", 3)));

    try (MqttDestination destination = plain("")) {
      sender.send(destination);
    }

    assertThat(sender.acknowledged())
        .containsExactly("run-poison-0", "run-poison-1", "run-poison-3");
    assertThat(sender.refused())
        .containsOnlyKeys("run-poison-2")
        .hasEntrySatisfying(
            "run-poison-2",
            why ->
                assertThat(why)
                    .contains("ended the connection", "each time", "its picture of 300000"));
  }

  @Test
  void aTest_tellsWhatItSaw_andLeavesTheWorkingClientAlone() throws Exception {
    MqttSinkConfig config = config(folder, "url = \"%s\"".formatted(broker.url()));
    try (MqttDestination working = destination(config, folder);
        MqttDestination test =
            new MqttDestination(config, context(folder, true), MqttLimits.STANDARD)) {
      working.idle();

      List<SinkFact> facts =
          test.test(message(MessageKind.TEST, "test", "1-test-one", "", MqttFixture.NO_PICTURE));

      assertThat(facts)
          .extracting(SinkFact::name)
          .startsWith("broker", "protocol")
          .endsWith("test message");
      assertThat(facts).extracting(SinkFact::value).contains(broker.url(), "MQTT 5");
      assertThat(facts.getLast().value()).matches("acknowledged at sluice/test after \\d+ ms");
      working.idle();
      working.deliver(List.of(message("beside", 1)), settled);
      assertThat(broker.retained())
          .containsEntry(AVAILABLE, "online")
          .doesNotContainKey("sluice/test")
          .allSatisfy((topic, value) -> assertThat(topic).doesNotContain(CLIENT + "-test"));
    }
    await().until(() -> at("sluice/test").size() == 1);
  }

  @Test
  void userAndPassword_overTls_areLetIn() throws Exception {
    try (MqttDestination five = secure("127.0.0.1", ca("ca"), Mosquitto.PASSWORD);
        MqttDestination three =
            secure(
                "127.0.0.1",
                "client-id = three, version = 3.1.1, " + ca("ca"),
                Mosquitto.PASSWORD)) {
      five.deliver(List.of(message("secured", 1)), settled);
      three.deliver(List.of(message("secured", 2)), settled);
    }

    assertThat(settled.acknowledged).containsExactly("run-secured-1", "run-secured-2");
  }

  @ParameterizedTest
  @ValueSource(strings = {"5", "3.1.1"})
  void wrongPasswords_areToldWithoutThem(String version) throws Exception {
    try (MqttDestination destination =
        secure("127.0.0.1", "version = %s, %s".formatted(version, ca("ca")), "hunter2-wrong")) {
      assertThatThrownBy(() -> destination.deliver(List.of(message("a", 1)), settled))
          .isInstanceOf(DeliveryException.class)
          .hasMessage(
              "%s refuses the connection: not authorized; see user, password, client-id and version"
                  .formatted(broker.secureUrl("127.0.0.1")));
    }
    assertThat(settled.acknowledged).isEmpty();
  }

  @Test
  void certificatesOfOtherAuthorities_areRefused() throws Exception {
    try (MqttDestination destination = secure("127.0.0.1", ca("other-ca"), Mosquitto.PASSWORD)) {
      assertThatThrownBy(() -> destination.deliver(List.of(message("a", 1)), settled))
          .isInstanceOf(DeliveryException.class)
          .hasMessageStartingWith(
              broker.secureUrl("127.0.0.1")
                  + ": its certificate is signed by no authority that is known here (by CN=ca)");
    }
  }

  @Test
  void certificatesForOtherNames_areRefused() throws Exception {
    try (MqttDestination destination = secure("localhost", ca("ca"), Mosquitto.PASSWORD)) {
      assertThatThrownBy(() -> destination.deliver(List.of(message("a", 1)), settled))
          .isInstanceOf(DeliveryException.class)
          .hasMessage(
              broker.secureUrl("localhost")
                  + ": its certificate is for 127.0.0.1, not for localhost; use a name in the"
                  + " address that the certificate has");
    }
    assertThat(settled.acknowledged).isEmpty();
  }
}
