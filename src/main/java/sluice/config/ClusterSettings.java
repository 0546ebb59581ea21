package sluice.config;

import static sluice.config.binding.ReloadEffect.SERVICE;

import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.Set;
import sluice.config.binding.CertificateFileType;
import sluice.config.binding.CollectionTypes;
import sluice.config.binding.ConfigNode;
import sluice.config.binding.NumberTypes;
import sluice.config.binding.OptionalTypes;
import sluice.config.binding.PathType;
import sluice.config.binding.Secret;
import sluice.config.binding.SecretType;
import sluice.config.binding.Setting;
import sluice.config.binding.SettingGroup;
import sluice.config.binding.SettingGroupBuilder;
import sluice.config.binding.SettingValues;
import sluice.config.binding.TextTypes;
import sluice.config.binding.UnitTypes;
import sluice.config.settings.ClusterConfig;
import sluice.config.settings.ClusterConfig.Failover;
import sluice.config.settings.ClusterConfig.Node;
import sluice.config.settings.ClusterConfig.Tls;
import sluice.config.settings.HttpConfig;
import sluice.config.settings.NodeAddress;
import sluice.core.util.IpLiteral;

/** Description of the settings of the cluster. */
final class ClusterSettings {
  private static final int MOST_NODES = 1_000;
  private static final int MOST_PORT = 65_535;
  private static final String HOST = "[A-Za-z0-9_.:-]{1,253}";

  private static final SettingGroupBuilder<ClusterConfig> SETTINGS =
      SettingGroup.builder(ClusterConfig.class);
  private static final SettingGroupBuilder<Node> NODE_SETTINGS = SettingGroup.builder(Node.class);
  private static final SettingGroupBuilder<Failover> FAILOVER_SETTINGS =
      SettingGroup.builder(Failover.class);
  private static final SettingGroupBuilder<Tls> TLS_SETTINGS = SettingGroup.builder(Tls.class);

  static final Setting<OptionalDouble> CAPACITY =
      NODE_SETTINGS.add(
          Setting.of(
              "capacity",
              "auto",
              new CapacityType(),
              SERVICE,
              "Weights of streams that this node may have together, in those of placement.weight;"
                  + " auto: 2 for each processor."));
  static final Setting<Set<String>> LABELS =
      NODE_SETTINGS.add(
          Setting.of(
              "labels",
              "[]",
              new LabelsType(),
              SERVICE,
              "What this node has, for streams whose placement asks for it; a list, or a text as in"
                  + " \"gpu,site-a\", such as ${?NODE_LABELS}."));

  static final Setting<Duration> DETECT =
      FAILOVER_SETTINGS.add(
          Setting.of(
              "detect",
              "3s",
              UnitTypes.duration(Duration.ofSeconds(1), Duration.ofMinutes(1)),
              SERVICE,
              "Silence after which a node counts as unreachable."));
  static final Setting<Optional<Duration>> DECIDE =
      FAILOVER_SETTINGS.add(
          time(
              "decide",
              "How long the nodes see the same before they decide which of them is lost. The side"
                  + " that is cut off from most nodes ends its streams then."));
  static final Setting<Optional<Duration>> MARGIN =
      FAILOVER_SETTINGS.add(
          time(
              "margin",
              "How long after that a lost node's streams start on others, so that they have surely"
                  + " ended on it."));

  static final Setting<Path> KEY =
      TLS_SETTINGS.add(
          Setting.required(
              "key",
              PathType.file("a PEM file"),
              SERVICE,
              "PEM file with this node's private key (RSA, PKCS #8, not encrypted). This file and"
                  + " the next two are read again every five minutes."));
  static final Setting<Path> CERTIFICATE =
      TLS_SETTINGS.add(
          Setting.required(
              "certificate",
              new CertificateFileType(),
              SERVICE,
              "PEM file with this node's certificate, for server and client; its subject is the"
                  + " same on all nodes."));
  static final Setting<Path> AUTHORITIES =
      TLS_SETTINGS.add(
          Setting.required(
              "authorities",
              new CertificateFileType(),
              SERVICE,
              "PEM file with the authority that signed the certificates of all nodes, and none"
                  + " besides."));

  static final Setting<Boolean> ENABLED =
      SETTINGS.add(
          Setting.of(
              "enabled",
              "false",
              TextTypes.flag(),
              SERVICE,
              "Whether this service shares the streams with others, as a node of a cluster. Nothing"
                  + " of it is started otherwise."));
  static final Setting<String> NAME =
      SETTINGS.add(
          Setting.of(
              "name",
              "sluice",
              TextTypes.text(
                  "1 to 64 letters, digits, underscores and hyphens, the first a letter or digit",
                  "[A-Za-z0-9][A-Za-z0-9_-]{0,63}"),
              SERVICE,
              "Name of the cluster, the same on all nodes."));
  static final Setting<NodeAddress> BIND =
      SETTINGS.add(
          Setting.of(
              "bind",
              "\"127.0.0.1:25520\"",
              new NodeAddressType(),
              SERVICE,
              "Address and TCP port to listen on for the other nodes; the port is the same on all"
                  + " of them. Other addresses than loopback need tls and state-key."));
  static final Setting<Optional<String>> ADVERTISE =
      SETTINGS.add(
          Setting.optional(
              "advertise",
              "the address of bind",
              OptionalTypes.of(TextTypes.text("an address or a name, without a port", HOST)),
              SERVICE,
              "Address or name, without port, by which the other nodes reach this one, as it stands"
                  + " in seeds; an address where seeds-dns is given. Such as ${?NODE_ADDRESS}."));
  static final Setting<OptionalInt> HTTP_PORT =
      SETTINGS.add(
          Setting.optional(
              "http-port",
              "the port of bind + 1",
              OptionalTypes.ofInt(NumberTypes.whole(1, MOST_PORT)),
              SERVICE,
              "TCP port at the address of bind on which other nodes ask this one about the streams"
                  + " that it runs, and for their pictures: HTTP, by tls; the same on all nodes."));
  static final Setting<List<String>> SEEDS =
      SETTINGS.add(
          Setting.of(
              "seeds",
              "[]",
              new CollectionTypes.ListOf<>(
                  TextTypes.text("an address or a name, without a port", HOST), "addresses"),
              SERVICE,
              "Addresses or names of nodes that are asked to be let in. The first of them, in the"
                  + " order of their texts, forms the cluster where there is none."));
  static final Setting<Optional<String>> SEEDS_DNS =
      SETTINGS.add(
          Setting.optional(
              "seeds-dns",
              "the list of seeds",
              OptionalTypes.of(TextTypes.text("a name", "[A-Za-z0-9_.-]{1,253}")),
              SERVICE,
              "In place of seeds: a name of which each address is one of a node, looked up every"
                  + " five seconds until this node is in."));
  static final Setting<OptionalInt> START_WITH =
      SETTINGS.add(
          Setting.optional(
              "start-with",
              "all of seeds",
              OptionalTypes.ofInt(NumberTypes.whole(1, MOST_NODES)),
              SERVICE,
              "Nodes that must be there before the first of them forms a cluster, and before"
                  + " streams are placed. With seeds-dns give more than half of the nodes that"
                  + " there shall be."));
  static final Setting<Node> NODE =
      SETTINGS.add(
          Setting.of("node", "{}", NODE_SETTINGS.build(), SERVICE, "What this node can do."));
  static final Setting<Failover> FAILOVER =
      SETTINGS.add(
          Setting.of(
              "failover",
              "{}",
              FAILOVER_SETTINGS.build(),
              SERVICE,
              "How fast a node counts as lost: its streams run elsewhere after the sum of these"
                  + " three and their opening."));
  static final Setting<Optional<Tls>> TLS =
      SETTINGS.add(
          Setting.optional(
              "tls",
              "none, on loopback only",
              OptionalTypes.of(TLS_SETTINGS.build()),
              SERVICE,
              "The files by which nodes know each other; whoever has none signed by the authority"
                  + " is refused."));

  static final Setting<Optional<Secret>> STATE_KEY =
      SETTINGS.add(
          Setting.optional(
              "state-key",
              "none, on loopback only",
              OptionalTypes.of(
                  new SecretType(
                      "SLUICE_CLUSTER_KEY",
                      "[\\x21-\\x7e]{16,512}",
                      "16 to 512 printable characters without blanks")),
              SERVICE,
              "Secret with which streams that were added through the API are encrypted on all nodes"
                  + " and between them, the same everywhere. Only from the environment."));

  static final SettingGroup<ClusterConfig> GROUP =
      SETTINGS.rule(ClusterSettings::checkSeeds).rule(ClusterSettings::checkAddress).build();

  private ClusterSettings() {}

  private static Setting<Optional<Duration>> time(String key, String meaning) {
    return Setting.optional(
        key,
        "7s up to 5 nodes, 10s up to 10, 13s up to 20, 17s up to 50, 20s up to 100, then 30s",
        OptionalTypes.of(UnitTypes.duration(Duration.ofSeconds(1), Duration.ofMinutes(5))),
        SERVICE,
        meaning);
  }

  private static void checkSeeds(SettingValues values, ConfigNode node) {
    List<String> seeds = values.get(SEEDS);
    boolean dns = values.get(SEEDS_DNS).isPresent();
    OptionalInt startWith = values.get(START_WITH);
    if (dns && !seeds.isEmpty()) {
      node.child(SEEDS_DNS.key()).refuse("one of seeds and seeds-dns, not both");
    } else if (!values.get(ENABLED)) {
      return;
    } else if (!dns && seeds.isEmpty()) {
      node.child(SEEDS.key()).refuse("addresses of nodes, or seeds-dns");
    } else if (dns && startWith.isEmpty()) {
      node.child(START_WITH.key())
          .refuse("a number beside seeds-dns: more than half of the nodes that there shall be");
    } else if (!dns && startWith.orElse(1) > seeds.size()) {
      node.child(START_WITH.key()).refuse("at most the number of seeds, " + seeds.size());
    }
  }

  private static void checkAddress(SettingValues values, ConfigNode node) {
    if (!values.get(ENABLED)) {
      return;
    }
    NodeAddress bind = values.get(BIND);
    Optional<String> advertise = values.get(ADVERTISE);
    if (isWildcard(advertise.orElse(bind.host()))) {
      node.child(ADVERTISE.key())
          .refuse("the address by which other nodes reach this one, as bind names none");
    } else if (values.get(SEEDS_DNS).isPresent()
        && IpLiteral.parse(advertise.orElse(bind.host())).isEmpty()) {
      node.child((advertise.isPresent() ? ADVERTISE : BIND).key())
          .refuse("an IP address beside seeds-dns, as the name gives them");
    }
    int http = values.get(HTTP_PORT).orElse(bind.port() + 1);
    if (http == bind.port() || http > MOST_PORT) {
      node.child(HTTP_PORT.key()).refuse("a free port, another one than that of bind");
    }
    if (HttpConfig.isLoopback(bind.host())) {
      return;
    }
    if (values.get(TLS).isEmpty()) {
      node.child(BIND.key())
          .refuse("a loopback address, or also tls { key, certificate, authorities }");
    } else if (values.get(STATE_KEY).isEmpty()) {
      node.child(BIND.key())
          .refuse("a loopback address, or also state-key, such as ${?SLUICE_CLUSTER_KEY}");
    }
  }

  private static boolean isWildcard(String host) {
    return IpLiteral.parse(host).filter(InetAddress::isAnyLocalAddress).isPresent();
  }
}
