package sluice.cluster.stream;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.ManualTime;
import sluice.cluster.ClusterSystemConfig;

/** An actor system in virtual time, in which every message between nodes goes through CBOR. */
final class ClusterKit {
  private ClusterKit() {}

  static ActorTestKit create() {
    Config serialized = ConfigFactory.parseString("pekko.actor.serialize-messages = on");
    return ActorTestKit.create(
        ManualTime.config()
            .withFallback(serialized)
            .withFallback(ClusterSystemConfig.serialization())
            .withFallback(ConfigFactory.load()));
  }
}
