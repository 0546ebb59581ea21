package sluice.cluster.stream;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;

/** How messages between nodes are written. */
public final class ClusterSerialization {
  private ClusterSerialization() {}

  /** Settings for the actor system of a node, to be put before those of Pekko. */
  public static Config config() {
    return ConfigFactory.parseString(
        """
        pekko.actor {
          allow-java-serialization = off
          serialization-bindings { "%s" = jackson-cbor }
        }
        pekko.serialization.jackson.deserialization-features {
          FAIL_ON_UNKNOWN_PROPERTIES = off
        }
        """
            .formatted(ClusterMessage.class.getName()));
  }
}
