package sluice.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import org.junit.jupiter.api.Test;

class StreamSystemTest {
  private static final String SERIALIZERS = "pekko.actor.serializers";

  @Test
  void defaultsOfWhatOnlyAClusterNeeds_areNotFound() {
    ClassLoader alone = LibraryDefaults.withoutCluster();
    assertThat(ConfigFactory.defaultReference().getObject(SERIALIZERS)).containsKey("jackson-cbor");

    assertThat(ConfigFactory.defaultReference(alone).getObject(SERIALIZERS))
        .containsKeys("java", "bytes", "primitive-string")
        .doesNotContainKeys("jackson-cbor", "pekko-cluster", "artery", "pekko-data-replication");
  }

  @Test
  void settingsOfPekkoAreTaken_andVariablesThatOnlyTheServiceIsGivenDoNoHarm() {
    Config config =
        StreamSystem.config(
            ConfigFactory.parseString(
                """
                pekko.loglevel = ERROR
                sluice.stream-dispatcher.throughput = 3
                sluice.streams.a.source = "rtsp://viewer:"${SURELY_NOT_SET}"@10.0.0.1/"
                """),
            ConfigFactory.parseString("pekko { loglevel = DEBUG, log-dead-letters = 7 }"),
            getClass().getClassLoader());

    assertThat(config.isResolved()).isTrue();
    assertThat(config.getString("pekko.loglevel")).isEqualTo("ERROR");
    assertThat(config.getInt("pekko.log-dead-letters")).isEqualTo(7);
    assertThat(config.getInt("sluice.stream-dispatcher.throughput")).isEqualTo(3);
    assertThat(config.getInt("sluice.stream-dispatcher.thread-pool-executor.core-pool-size-min"))
        .isEqualTo(2);
    assertThat(config.getConfig("sluice").root()).containsOnlyKeys("stream-dispatcher");
  }
}
