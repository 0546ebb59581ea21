package sluice.packaging;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sluice.app.Configuration;
import sluice.config.ConfigReader;
import sluice.config.binding.ConfigResult;
import sluice.config.binding.ReadContext;
import sluice.config.settings.ClusterConfig;
import sluice.config.settings.ServiceConfig;
import sluice.testing.TestCertificates;

/** Manifests for Kubernetes and the example of three machines: their parts fit each other. */
class ClusterFilesTest {
  private static final Path KUBERNETES = Path.of("src/packaging/kubernetes/cluster.yaml");
  private static final Path SYSTEMD = Path.of("src/packaging/systemd/cluster");
  private static final String TOKEN = "SLUICE_TOKEN";
  private static final String KEY = "SLUICE_CLUSTER_KEY";

  /** Beyond {@code shutdown.timeout}, within which what is left is given up. */
  private static final long GIVING_UP_SECONDS = 40;

  /** Where the nodes have the files of TLS. */
  private static final String INSTALLED = "/etc/sluice/tls/";

  /** The same files here, as the configuration is refused without. */
  private static String here;

  @TempDir static Path base;
  @TempDir Path folder;

  @BeforeAll
  static void makeFiles() throws Exception {
    TestCertificates certificates = new TestCertificates(base);
    certificates.makeRsa("node", "sluice", "");
    Path tls = Files.createDirectory(base.resolve("tls"));
    Files.copy(certificates.key("node"), tls.resolve("node.key"));
    Files.copy(certificates.pem("node"), tls.resolve("node.pem"));
    Files.copy(certificates.pem("node"), tls.resolve("authorities.pem"));
    here = tls + "/";
  }

  private static List<String> installed(ClusterConfig cluster) {
    ClusterConfig.Tls tls = cluster.tls().orElseThrow();
    return Stream.of(tls.key(), tls.certificate(), tls.authorities())
        .map(file -> file.toString().replace(here, INSTALLED))
        .toList();
  }

  private static JsonNode one(String kind, String name) throws IOException {
    List<JsonNode> found =
        BlockYaml.documents(Files.readString(KUBERNETES)).stream()
            .filter(each -> each.at("/kind").asText().equals(kind))
            .filter(each -> each.at("/metadata/name").asText().equals(name))
            .toList();
    assertThat(found).as("%s %s", kind, name).hasSize(1);
    return found.getFirst();
  }

  private static JsonNode nodes() throws IOException {
    return one("StatefulSet", "sluice").at("/spec");
  }

  private static JsonNode container() throws IOException {
    JsonNode containers = nodes().at("/template/spec/containers");
    assertThat(containers).hasSize(1);
    return containers.get(0);
  }

  private static Map<String, Integer> ports(JsonNode list, String number) {
    return StreamSupport.stream(list.spliterator(), false)
        .collect(
            Collectors.toMap(
                port -> port.required("name").asText(), port -> port.required(number).asInt()));
  }

  private static Set<String> found(String pattern, String text) {
    return Pattern.compile(pattern)
        .matcher(text)
        .results()
        .map((MatchResult match) -> match.group(1))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private ServiceConfig read(String text, Map<String, String> variables) throws IOException {
    Map<String, String> environment = new HashMap<>(variables);
    environment.put(TOKEN, "0123456789abcdef");
    environment.put(KEY, "0123456789abcdef");
    environment.put("STATE_DIRECTORY", "/var/lib/sluice");
    ConfigResult<ServiceConfig> reading =
        new ConfigReader(
                new ReadContext(
                    environment,
                    path -> true,
                    source -> Optional.empty(),
                    Configuration.tables().facts()))
            .read(
                Files.writeString(
                    folder.resolve("application.conf"), text.replace(INSTALLED, here)));
    assertThat(reading).as("%s", reading).isInstanceOf(ConfigResult.Fine.class);
    return ((ConfigResult.Fine<ServiceConfig>) reading).value();
  }

  private ServiceConfig configOfPods() throws IOException {
    return read(
        one("ConfigMap", "sluice").at("/data/application.conf").asText(),
        Map.of("NODE_ADDRESS", "10.1.2.3"));
  }

  @Test
  void services_leadToPortsOfThePods_onWhichTheyListen() throws IOException {
    Map<String, Integer> pods = ports(container().at("/ports"), "containerPort");
    JsonNode headless = one("Service", "sluice-nodes").at("/spec");
    JsonNode forClients = one("Service", "sluice").at("/spec");
    ServiceConfig config = configOfPods();

    assertThat(pods).hasSize(3);
    assertThat(pods).containsEntry("http", config.http().port());
    assertThat(pods).containsEntry("cluster", config.cluster().bind().port());
    assertThat(ports(headless.at("/ports"), "port"))
        .isEqualTo(Map.of("cluster", 25520, "cluster-http", 25521));
    assertThat(ports(forClients.at("/ports"), "port")).isEqualTo(Map.of("http", 8080));
    for (JsonNode service : List.of(headless, forClients)) {
      for (JsonNode port : service.at("/ports")) {
        assertThat(pods).containsKey(port.required("targetPort").asText());
      }
    }
    assertThat(headless.at("/clusterIP").asText()).isEqualTo("None");
    assertThat(headless.at("/publishNotReadyAddresses").asBoolean()).isTrue();
  }

  @Test
  void selectors_areTheLabelsOfThePods() throws IOException {
    JsonNode labels = nodes().at("/template/metadata/labels");
    JsonNode apart =
        nodes()
            .at(
                "/template/spec/affinity/podAntiAffinity"
                    + "/requiredDuringSchedulingIgnoredDuringExecution/0/labelSelector/matchLabels");

    assertThat(labels.isEmpty()).isFalse();
    assertThat(nodes().at("/selector/matchLabels")).isEqualTo(labels);
    assertThat(apart).isEqualTo(labels);
    assertThat(one("Service", "sluice-nodes").at("/spec/selector")).isEqualTo(labels);
    assertThat(one("Service", "sluice").at("/spec/selector")).isEqualTo(labels);
    assertThat(one("PodDisruptionBudget", "sluice").at("/spec/selector/matchLabels"))
        .isEqualTo(labels);
  }

  @Test
  void nodesFindEachOther_andAMajorityFormsTheCluster() throws IOException {
    ClusterConfig cluster = configOfPods().cluster();
    int replicas = nodes().at("/replicas").asInt();

    assertThat(cluster.enabled()).isTrue();
    assertThat(cluster.seedsDns()).contains(nodes().at("/serviceName").asText());
    assertThat(cluster.seedsDns()).contains("sluice-nodes");
    assertThat(cluster.host()).isEqualTo("10.1.2.3");
    assertThat(cluster.formsWith()).isBetween(replicas / 2 + 1, replicas);
    assertThat(nodes().at("/podManagementPolicy").asText()).isEqualTo("Parallel");
    assertThat(nodes().at("/template/spec/containers/0/env/0/name").asText())
        .isEqualTo("NODE_ADDRESS");
    assertThat(one("PodDisruptionBudget", "sluice").at("/spec/maxUnavailable").asInt())
        .isLessThanOrEqualTo(replicas - cluster.formsWith());
  }

  @Test
  void whatIsMounted_isThere_andIsWhatTheConfigurationReads() throws IOException {
    String comments = Files.readString(KUBERNETES);
    JsonNode pod = nodes().at("/template/spec");
    Map<String, String> mounts = new HashMap<>();
    for (JsonNode mount : container().at("/volumeMounts")) {
      mounts.put(mount.required("name").asText(), mount.required("mountPath").asText());
    }
    Set<String> volumes = new TreeSet<>();
    Set<String> secrets = new TreeSet<>();
    for (JsonNode volume : pod.at("/volumes")) {
      volumes.add(volume.required("name").asText());
      if (volume.has("secret")) {
        secrets.add(volume.at("/secret/secretName").asText());
      }
      if (volume.has("configMap")) {
        one("ConfigMap", volume.at("/configMap/name").asText());
      }
    }
    nodes().at("/volumeClaimTemplates").forEach(each -> volumes.add(name(each)));
    container().at("/envFrom").forEach(each -> secrets.add(each.at("/secretRef/name").asText()));

    assertThat(mounts.keySet()).isEqualTo(volumes);
    assertThat(found("secret generic ([a-z-]+) ", comments)).isEqualTo(secrets);
    assertThat(found("--from-literal=([A-Z_]+)=", comments)).containsExactly(KEY, TOKEN);
    assertThat(found("--from-file=(tls/[a-z.]+)", comments))
        .extracting(file -> Path.of(mounts.get("tls")).resolveSibling(file).toString())
        .containsExactlyInAnyOrderElementsOf(installed(configOfPods().cluster()));
    assertThat(mounts).containsEntry("data", "/var/lib/sluice").containsEntry("tmp", "/tmp");
  }

  private static String name(JsonNode claim) {
    return claim.at("/metadata/name").asText();
  }

  @Test
  void podsMayTakeLongerToEnd_thanTheServiceDoes() throws IOException {
    assertThat(nodes().at("/template/spec/terminationGracePeriodSeconds").asLong())
        .isGreaterThan(configOfPods().shutdown().timeout().toSeconds() + GIVING_UP_SECONDS);
  }

  @Test
  void machinesMayTakeLongerToo_andAreStartedAgain() throws IOException {
    String unit = Files.readString(SYSTEMD.resolve("cluster.conf"));

    assertThat(unit).containsPattern("(?m)^Restart=always$");
    assertThat(Long.parseLong(found("(?m)^TimeoutStopSec=(\\d+)s$", unit).iterator().next()))
        .isGreaterThan(configOfPods().shutdown().timeout().toSeconds() + GIVING_UP_SECONDS);
  }

  @Test
  void probes_askForWhatIsServed() throws IOException {
    String address = "http://127.0.0.1:%d/health/".formatted(configOfPods().http().port());

    assertThat(container().at("/startupProbe/exec/command/2").asText())
        .contains("\"$" + TOKEN + "\"")
        .endsWith(address + "startup");
    assertThat(container().at("/readinessProbe/exec/command/2").asText())
        .contains("\"$" + TOKEN + "\"")
        .endsWith(address + "ready");
    assertThat(container().at("/livenessProbe/httpGet/path").asText()).isEqualTo("/health/live");
    assertThat(container().at("/livenessProbe/httpGet/port").asText()).isEqualTo("http");
  }

  @Test
  void threeMachines_haveOneConfiguration() throws IOException {
    String own =
        found("(?m)^NODE_ADDRESS=(.+)$", Files.readString(SYSTEMD.resolve("environment.example")))
            .iterator()
            .next();
    ClusterConfig cluster =
        read(
                Files.readString(SYSTEMD.resolve("application.conf")),
                Map.of("NODE_ADDRESS", own, "NODE_LABELS", "gpu,site-a"))
            .cluster();

    assertThat(cluster.enabled()).isTrue();
    assertThat(cluster.seeds()).hasSize(3).contains(own);
    assertThat(cluster.host()).isEqualTo(own);
    assertThat(cluster.formsWith()).isEqualTo(2);
    assertThat(cluster.node().labels()).containsExactlyInAnyOrder("gpu", "site-a");
    assertThat(
            found("(/etc/sluice/tls/\\S+)\\n", Files.readString(SYSTEMD.resolve("cluster.conf"))))
        .containsExactlyInAnyOrderElementsOf(installed(cluster));
  }
}
