package sluice.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.Props;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.serialization.Serialization;
import org.apache.pekko.serialization.SerializationExtension;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import sluice.app.StreamSystem;
import sluice.config.settings.ClusterConfig;
import sluice.testing.ConfigText;
import sluice.testing.FreePort;

@Timeout(60)
class ClusterSystemConfigTest {
  @TempDir Path folder;

  /** A message as the parts of the cluster send them. */
  record Sample(
      String id,
      long epoch,
      Instant at,
      Optional<String> node,
      List<Double> weights,
      Map<String, Integer> counts,
      Kind kind,
      ActorRef<String> replyTo)
      implements ClusterMessage {}

  /** A constant within a message. */
  enum Kind {
    ONE,
    OTHER
  }

  record Unmarked(String id) {}

  @Test
  void settings_areThoseThatPekkoHas() {
    Config set =
        ClusterSystemConfig.of(
            cluster(
                """
                name = yard, bind = "127.0.0.1:7000", seeds = [a, b, c, d, e, f], start-with = 2
                failover { detect = 4s, margin = 9s }
                node { labels = [gpu], capacity = 3 }
                """));
    Config reference = ConfigFactory.defaultReference();

    set.withoutPath("pekko.actor.serialization-bindings")
        .entrySet()
        .forEach(
            each -> assertThat(reference.hasPathOrNull(each.getKey())).as(each.getKey()).isTrue());
    Config all = set.withFallback(reference).resolve();
    assertThat(all.getStringList("pekko.cluster.roles")).containsExactly("capacity-3", "label-gpu");
    assertThat(all.getInt("pekko.cluster.min-nr-of-members")).isEqualTo(2);
    assertThat(all.getDuration("pekko.cluster.split-brain-resolver.stable-after"))
        .as("by the number of seeds")
        .isEqualTo(Duration.ofSeconds(10));
    assertThat(all.getDuration("pekko.cluster.down-removal-margin"))
        .isEqualTo(Duration.ofSeconds(9));
    assertThat(all.getDuration("pekko.cluster.failure-detector.acceptable-heartbeat-pause"))
        .isEqualTo(Duration.ofSeconds(4));
    assertThat(all.getString("pekko.remote.artery.transport")).isEqualTo("tcp");
  }

  @Test
  void messages_goOverAsCbor_andFieldsOfTheNextReleaseArePassedOver() throws Exception {
    int port = FreePort.ofLoopback();
    Path file = Files.writeString(folder.resolve("empty.conf"), "");
    try (StreamSystem streams =
        StreamSystem.start(
            file, cluster("bind = \"127.0.0.1:%d\", seeds = [127.0.0.1]".formatted(port)))) {
      ActorSystem<Void> system = streams.system();
      ActorRef<String> actor = system.systemActorOf(Behaviors.ignore(), "sample", Props.empty());
      Serialization serialization = SerializationExtension.get(system.classicSystem());
      Sample sample =
          new Sample(
              "gate",
              3,
              Instant.parse("2026-11-29T10:00:00.123456789Z"),
              Optional.of("a"),
              List.of(1.5),
              Map.of("x", 1),
              Kind.OTHER,
              actor);

      byte[] bytes = serialization.serialize(sample).get();

      assertThat(serialization.findSerializerFor(sample).identifier()).isEqualTo(33);
      assertThat(serialization.deserialize(bytes, Sample.class).get()).isEqualTo(sample);
      byte[] more = withUnknownField(bytes);
      assertThat(serialization.deserialize(more, Sample.class).get()).isEqualTo(sample);
      assertThat(serialization.serialize(new Unmarked("a")).isFailure())
          .as("what isn't marked does not leave the node")
          .isTrue();
    }
  }

  /** CBOR of an object with one more member before its end, or with its count raised. */
  private static byte[] withUnknownField(byte[] object) {
    byte[] key = "added".getBytes(StandardCharsets.US_ASCII);
    int open = object[0] & 0xff;
    assertThat(open).as("an object of open length").isEqualTo(0xbf);
    byte[] result = new byte[object.length + key.length + 2];
    System.arraycopy(object, 0, result, 0, object.length - 1);
    int at = object.length - 1;
    result[at] = (byte) (0x60 + key.length);
    System.arraycopy(key, 0, result, at + 1, key.length);
    result[at + 1 + key.length] = 7;
    result[result.length - 1] = (byte) 0xff;
    return result;
  }

  private ClusterConfig cluster(String settings) {
    return ConfigText.of(folder, "sluice.cluster { enabled = true\n" + settings + "\n}")
        .fine()
        .cluster();
  }
}
