package sluice.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import sluice.config.settings.ClusterConfig;
import sluice.config.settings.NodeAddress;
import sluice.config.settings.PlacementConfig;
import sluice.config.settings.StreamConfig;
import sluice.testing.ConfigText;

class ClusterSettingsTest {
  private static final String CERTIFICATE =
      Path.of("src/test/resources/sluice/config/authority-a.pem").toAbsolutePath().toString();

  @TempDir Path folder;

  @Test
  void cluster_isOff_andStreamsMayRunAnywhere() {
    ConfigText text = ConfigText.of(folder, "sluice.streams.a.source = \"demo:\"");

    assertThat(text.fine().cluster().enabled()).isFalse();
    assertThat(text.fine().cluster().tls()).isEmpty();
    assertThat(text.fine().streams().get("a").placement()).isEqualTo(PlacementConfig.ANYWHERE);
  }

  @Test
  void node_isDescribed_byTheFileAndTheEnvironment() {
    ConfigText text =
        ConfigText.of(
                folder,
                """
                sluice.cluster {
                  enabled = true, name = yard, bind = "0.0.0.0:25520", advertise = 10.0.0.12
                  seeds = [10.0.0.11, 10.0.0.12, 10.0.0.13]
                  node { capacity = 12, labels = ${?NODE_LABELS} }
                  tls { key = a.key, certificate = "%1$s", authorities = "%1$s" }
                  state-key = ${?KEY_OF_CLUSTER}
                }
                """
                    .formatted(CERTIFICATE))
            .with("NODE_LABELS", "gpu, site-a");
    assertThat(text.lines())
        .singleElement()
        .asString()
        .contains("sluice.cluster.bind")
        .contains("also state-key, such as ${?SLUICE_CLUSTER_KEY}");

    ClusterConfig cluster = text.with("KEY_OF_CLUSTER", "marked-0123456789").fine().cluster();

    assertThat(cluster.toString()).doesNotContain("marked");

    assertThat(cluster.bind()).isEqualTo(new NodeAddress("0.0.0.0", 25520));
    assertThat(cluster.host()).isEqualTo("10.0.0.12");
    assertThat(cluster.formsWith()).isEqualTo(3);
    assertThat(cluster.node().capacity()).hasValue(12);
    assertThat(cluster.node().labels()).containsExactly("gpu", "site-a");
    assertThat(cluster.failover().detect()).isEqualTo(Duration.ofSeconds(3));
    assertThat(cluster.decide()).isEqualTo(Duration.ofSeconds(7));
    assertThat(cluster.margin()).isEqualTo(Duration.ofSeconds(7));
  }

  @ParameterizedTest
  @CsvSource({"3, 7", "4, 10", "5, 10", "6, 13", "11, 17", "26, 20", "51, 30"})
  void failover_isByThePlannedNodes_ofWhichStartWithIsMoreThanHalf(int startWith, int seconds) {
    ClusterConfig cluster =
        ConfigText.of(
                folder,
                "sluice.cluster { enabled = true, seeds-dns = nodes.test, start-with = %d }"
                    .formatted(startWith))
            .fine()
            .cluster();

    assertThat(cluster.decide()).isEqualTo(Duration.ofSeconds(seconds));
    assertThat(cluster.margin()).isEqualTo(Duration.ofSeconds(seconds));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          seeds = [a], seeds-dns = b, start-with = 1 | one of seeds and seeds-dns, not both
          start-with = 1 | addresses of nodes, or seeds-dns
          seeds-dns = b | more than half of the nodes that there shall be
          seeds = [a, b], start-with = 3 | at most the number of seeds, 2
          seeds = ["a:1"], start-with = 1 x | a whole number from 1 to 1000
          seeds = [a], name = "-a" | the first a letter or digit
          seeds = [a], bind = "10.0.0.1:1" | a loopback address, or also tls
          seeds = [a], bind = "127.0.0.1" | an address or a name with a port
          seeds = [a], bind = "fd00::1:1" | an address or a name with a port
          seeds = [a], bind = "[a]:1" | an address or a name with a port
          seeds = [a], bind = "127.0.0.1:70000" | an address or a name with a port
          seeds-dns = a, start-with = 1, bind = "localhost:1" | an IP address beside seeds-dns
          seeds-dns = a, start-with = 1, advertise = here | an IP address beside seeds-dns
          seeds = [a], node.capacity = much | auto, or a number from 0.1 to 10000
          seeds = [a], node.labels = ["a b"] | letters, digits, underscores, dots and hyphens
          seeds = [a], node.labels = "a b" | or a text as in "gpu,site-a"
          seeds = [a], state-key = 0123456789abcdef | a variable of the environment, as in ${?SLUICE_CLUSTER_KEY}
          seeds = [a], failover.detect = 3 | a duration from 1s to 1m
          seeds = [a], tls { key = missing.key } | a PEM file that exists and can be read
          """)
  void whatCannotBe_isRefused(String settings, String expected) {
    assertThat(lines("sluice.cluster { enabled = true, " + settings + " }"))
        .anyMatch(line -> line.contains("sluice.cluster.") && line.contains(expected));
  }

  @Test
  void allInterfaces_needAnAddressToBeReachedBy() {
    assertThat(lines("sluice.cluster { enabled = true, seeds = [a], bind = \"0.0.0.0:1\" }"))
        .anyMatch(line -> line.contains("advertise") && line.contains("as bind names none"));
  }

  @Test
  void addressOfIpV6_isInBrackets() {
    ConfigText text =
        ConfigText.of(
            folder, "sluice.cluster { enabled = true, seeds = [\"::1\"], bind = \"[::1]:7\" }");

    assertThat(text.fine().cluster().bind()).isEqualTo(new NodeAddress("::1", 7));
    assertThat(text.fine().cluster().bind()).hasToString("[::1]:7");
  }

  @Test
  void filesOfTls_mustBeThere() {
    assertThat(
            lines(
                "sluice.cluster.tls { key = missing.key, certificate = missing.pem, authorities ="
                    + " missing.pem }"))
        .hasSize(3)
        .allMatch(line -> line.contains("sluice.cluster.tls."));
  }

  @Test
  void placement_isOfTheStream_orOfTheDefaults() {
    Map<String, StreamConfig> streams =
        ConfigText.of(
                folder,
                """
                sluice.defaults.placement { needs = [gpu], priority = 1 }
                sluice.streams.b.source = "demo:"
                sluice.streams.a {
                  source = "demo:"
                  placement { weight = 1.5, needs = [gpu], prefers = [site-a], avoids = [slow], priority = 9 }
                }
                """)
            .fine()
            .streams();
    StreamConfig stream = streams.get("a");

    assertThat(streams.get("b").placement().needs()).isEqualTo(Set.of("gpu"));
    assertThat(streams.get("b").placement().priority()).isEqualTo(1);
    assertThat(stream.placement().weight()).hasValue(1.5);
    assertThat(stream.placement().needs()).isEqualTo(Set.of("gpu"));
    assertThat(stream.placement().prefers()).isEqualTo(Set.of("site-a"));
    assertThat(stream.placement().avoids()).isEqualTo(Set.of("slow"));
    assertThat(stream.placement().priority()).isEqualTo(9);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          weight = 0 | a number from 0.01 to 1000
          priority = 11 | a whole number from 0 to 10
          needs = [a, b], avoids = [b] | labels that needs doesn't have
          """)
  void placementThatCannotBe_isRefused(String settings, String expected) {
    assertThat(lines("sluice.streams.a { source = \"demo:\", placement { " + settings + " } }"))
        .singleElement()
        .asString()
        .contains("sluice.streams.a.placement.")
        .contains(expected);
  }

  private List<String> lines(String text) {
    return ConfigText.of(folder, text).lines();
  }
}
