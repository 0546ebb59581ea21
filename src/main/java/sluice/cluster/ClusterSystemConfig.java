package sluice.cluster;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigValueFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import sluice.config.settings.ClusterConfig;
import sluice.config.settings.NodeAddress;
import sluice.core.SluiceException;

/** What Pekko reads of the settings of a cluster. */
public final class ClusterSystemConfig {
  /**
   * How long the first seed asks the others for the cluster that is there, before it forms one. On
   * a machine with much to do a JVM that has just started was not answered within 3 s.
   */
  private static final Duration SEED_TIMEOUT = Duration.ofSeconds(15);

  /**
   * Half of what Pekko takes: each of these steps adds to how long streams of a lost node are dark.
   */
  private static final Duration PULSE = Duration.ofMillis(500);

  private static final String BINDINGS = "pekko.actor.serialization-bindings";

  /** Those that Sluice's records need: not the one for Scala's collections. */
  private static final List<String> JACKSON_MODULES =
      List.of(
          "org.apache.pekko.serialization.jackson.PekkoJacksonModule",
          "org.apache.pekko.serialization.jackson.PekkoTypedJacksonModule",
          "com.fasterxml.jackson.module.paramnames.ParameterNamesModule",
          "com.fasterxml.jackson.datatype.jdk8.Jdk8Module",
          "com.fasterxml.jackson.datatype.jsr310.JavaTimeModule");

  private ClusterSystemConfig() {}

  /**
   * Settings of the actor system of a node, to be laid over Pekko's own. The system has to be named
   * {@link ClusterConfig#name}.
   *
   * @param cluster enabled
   */
  public static Config of(ClusterConfig cluster) {
    Map<String, Object> settings = new HashMap<>();
    settings.put("pekko.actor.provider", "cluster");
    address(cluster, settings);
    cluster.tls().ifPresent(tls -> tls(tls, settings));
    membership(cluster, NodeRoles.of(cluster.node()), settings);
    return ConfigFactory.parseMap(settings).withFallback(serialization());
  }

  /** How messages between nodes are written: records in CBOR, nothing by Java serialization. */
  public static Config serialization() {
    ConfigObject binding =
        ConfigValueFactory.fromMap(Map.of(ClusterMessage.class.getName(), "jackson-cbor"));
    return ConfigFactory.parseMap(
            Map.of(
                "pekko.actor.allow-java-serialization",
                "off",
                "pekko.actor.warn-about-java-serializer-usage",
                "off",
                "pekko.serialization.jackson.jackson-modules",
                JACKSON_MODULES))
        .withValue(BINDINGS, binding);
  }

  /**
   * Looks at the files that a node needs.
   *
   * @throws SluiceException of code USAGE when they can't be used
   */
  public static void check(ClusterConfig cluster) {
    cluster.tls().ifPresent(NodeKeys::check);
  }

  private static void address(ClusterConfig cluster, Map<String, Object> settings) {
    String artery = "pekko.remote.artery.";
    NodeAddress bind = cluster.bind();
    settings.put(artery + "transport", cluster.tls().isPresent() ? "tls-tcp" : "tcp");
    settings.put(artery + "canonical.hostname", inUri(cluster.host()));
    settings.put(artery + "canonical.port", bind.port());
    settings.put(artery + "bind.hostname", bind.host());
    settings.put(artery + "bind.port", bind.port());
    // Messages of nodes are few and small: lanes and buffers for thousands a second are not needed.
    settings.put(artery + "advanced.inbound-lanes", 1);
    settings.put(artery + "advanced.buffer-pool-size", 32);
    settings.put("pekko.remote.warn-about-direct-use", "off");
  }

  private static void tls(ClusterConfig.Tls tls, Map<String, Object> settings) {
    String ssl = "pekko.remote.artery.ssl.";
    settings.put(ssl + "ssl-engine-provider", NodeSslEngines.class.getName());
    settings.put(ssl + "rotating-keys-engine.key-file", tls.key().toString());
    settings.put(ssl + "rotating-keys-engine.cert-file", tls.certificate().toString());
    settings.put(ssl + "rotating-keys-engine.ca-cert-file", tls.authorities().toString());
  }

  private static void membership(
      ClusterConfig cluster, NodeRoles roles, Map<String, Object> settings) {
    String prefix = "pekko.cluster.";
    settings.put(prefix + "roles", new ArrayList<>(roles.toRoles()));
    settings.put(prefix + "min-nr-of-members", cluster.formsWith());
    settings.put(prefix + "seed-node-timeout", SEED_TIMEOUT);
    // A member that not all know of gets no streams anyway: one state less.
    settings.put(prefix + "allow-weakly-up-members", "off");
    settings.put(prefix + "gossip-interval", PULSE);
    settings.put(prefix + "leader-actions-interval", PULSE);
    settings.put(prefix + "unreachable-nodes-reaper-interval", PULSE);
    settings.put(prefix + "failure-detector.heartbeat-interval", PULSE);
    settings.put(prefix + "singleton.hand-over-retry-interval", PULSE);
    settings.put(prefix + "jmx.enabled", "off");
    settings.put(
        prefix + "downing-provider-class",
        "org.apache.pekko.cluster.sbr.SplitBrainResolverProvider");
    settings.put(prefix + "split-brain-resolver.active-strategy", "keep-majority");
    settings.put(prefix + "split-brain-resolver.stable-after", cluster.decide());
    settings.put(prefix + "down-removal-margin", cluster.margin());
    settings.put(
        prefix + "failure-detector.acceptable-heartbeat-pause", cluster.failover().detect());
    // Sluice ends the process: first its streams and files, then its actors.
    settings.put(prefix + "run-coordinated-shutdown-when-down", "off");
    settings.put("pekko.coordinated-shutdown.exit-jvm", "off");
    settings.put("pekko.coordinated-shutdown.terminate-actor-system", "off");
    settings.put("pekko.coordinated-shutdown.run-by-actor-system-terminate", "off");
  }

  /** Pekko's parser of addresses takes IPv6 in brackets alone. */
  static String inUri(String host) {
    return host.contains(":") ? "[" + host + "]" : host;
  }
}
