package sluice.stage.sink.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.junit.jupiter.api.Test;

/** The lists of keys are those of the client that is there. */
class PropertyKeysTest {

  @Test
  void everyPropertyOfTheProducer_isInOneOfTheLists() {
    List<String> all = new ArrayList<>(PropertyKeys.ALLOWED);
    all.addAll(PropertyKeys.OWN);

    assertThat(all).containsExactlyInAnyOrderElementsOf(ProducerConfig.configNames());
  }

  @Test
  void secretOnes_areThoseThatTheClientHides() {
    assertThat(PropertyKeys.SECRET)
        .containsExactlyInAnyOrderElementsOf(
            ProducerConfig.configDef().configKeys().values().stream()
                .filter(key -> key.type == ConfigDef.Type.PASSWORD)
                .map(key -> key.name)
                .toList());
  }

  @Test
  void thoseThatNameClasses_canNotBeGiven() {
    assertThat(PropertyKeys.ALLOWED)
        .doesNotContainAnyElementsOf(
            ProducerConfig.configDef().configKeys().values().stream()
                .filter(key -> key.type == ConfigDef.Type.CLASS)
                .map(key -> key.name)
                .toList());
  }
}
