package sluice.stage.sink.mqtt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static sluice.stage.sink.mqtt.MqttFixture.config;
import static sluice.stage.sink.mqtt.MqttFixture.destination;
import static sluice.stage.sink.mqtt.MqttFixture.found;
import static sluice.stage.sink.mqtt.MqttFixture.message;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import sluice.stage.sink.delivery.DeliveryException;
import sluice.stage.sink.mqtt.MqttFixture.Settled;
import sluice.stage.sink.mqtt.PickyBroker.Answer;

/** What the sink makes of a broker's answers, and what it publishes then. */
@Timeout(60)
class MqttAnswersIT {
  @TempDir Path folder;
  private final Settled settled = new Settled();

  private MqttSinkConfig settings(PickyBroker broker, String others) {
    return config(folder, "url = \"%s\", %s".formatted(broker.url(), others));
  }

  @Test
  void countsAndEntities_ofAMessageWithARefusedPublication_comeWithItsRetry() throws Exception {
    AtomicBoolean isOver = new AtomicBoolean();
    try (PickyBroker broker =
            new PickyBroker(
                true,
                text -> isOver.get() || isOfService(text) ? Answer.ACKNOWLEDGE : Answer.REFUSE);
        MqttDestination destination =
            destination(settings(broker, "home-assistant = true"), folder)) {
      assertThatThrownBy(() -> destination.deliver(List.of(found("a", 1, "person")), settled))
          .isInstanceOf(DeliveryException.class)
          .hasMessageContaining("quota exceeded");
      isOver.set(true);

      destination.deliver(List.of(found("a", 1, "person")), settled);

      assertThat(settled.acknowledged).containsExactly("run-a-1");
      assertThat(broker.acknowledged())
          .contains("sluice/streams/a/objects/person 1")
          .anyMatch(each -> each.startsWith(entity("person") + " {"));
      assertThat(broker.connections()).as("others go on meanwhile").isEqualTo(1);
    }
  }

  private static String entity(String label) {
    return "homeassistant/sensor/sluice_host_a_label_%s_count/config".formatted(label);
  }

  private static boolean isOfService(String text) {
    return text.startsWith("sluice/clients/");
  }

  @Test
  void labelsThatAreNotListed_areDeletedAtTheBroker_andThoseListedAreTaken() throws Exception {
    Files.createDirectories(folder.resolve("one"));
    Path names = folder.resolve("one/retained-names.tsv");
    Files.writeString(names, "a\tlabel\tcat\na\tlabel\tperson\n");
    try (PickyBroker broker = new PickyBroker(true, text -> Answer.ACKNOWLEDGE);
        MqttDestination destination =
            destination(
                settings(broker, "home-assistant = true, filters.labels = [car, person]"),
                folder)) {
      destination.deliver(List.of(found("a", 1, "cat", "person")), settled);

      assertThat(broker.acknowledged())
          .contains(
              entity("cat") + " ",
              "sluice/streams/a/objects/cat ",
              "sluice/streams/a/objects/car 0",
              "sluice/streams/a/objects/person 1")
          .doesNotContain("sluice/streams/a/objects/cat 1")
          .anyMatch(each -> each.startsWith(entity("car") + " {"));
    }
    assertThat(names).hasContent("a\tlabel\tcar\na\tlabel\tperson\n");
  }

  @Test
  void aMessage_afterWhichTheConnectionIsLostEachTime_isRefusedInTheEnd() throws Exception {
    RetryingSender sender =
        new RetryingSender(List.of(message("a", 1), message("a", 2), message("a", 3)));
    try (PickyBroker broker =
            new PickyBroker(
                false, text -> text.contains("run-a-2") ? Answer.CLOSE : Answer.ACKNOWLEDGE);
        MqttDestination destination = destination(settings(broker, "version = 3.1.1"), folder)) {
      sender.send(destination);

      assertThat(broker.connections()).isGreaterThan(SuspectMessages.UNEXPLAINED_TRIES);
    }
    assertThat(sender.acknowledged()).containsExactly("run-a-1", "run-a-3");
    assertThat(sender.refused())
        .containsOnlyKeys("run-a-2")
        .hasEntrySatisfying("run-a-2", why -> assertThat(why).contains("lost", "each time"));
  }
}
