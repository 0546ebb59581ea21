package sluice.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.Set;
import org.junit.jupiter.api.Test;
import sluice.config.settings.ClusterConfig;
import sluice.config.settings.NodeAddress;

class SeedDiscoveryTest {
  private final List<List<String>> asked = new ArrayList<>();
  private final Set<String> answering = new HashSet<>();
  private List<String> addresses = List.of();
  private final ClusterNodes nodes = new ClusterNodes();
  private final List<String> stranded = new ArrayList<>();

  @Test
  void firstNode_formsTheCluster_onceEnoughAnswer() {
    SeedDiscovery first = list("10.0.0.1", OptionalInt.empty());

    first.round();
    assertThat(asked).as("asks others, and forms none").containsExactly(ips(2, 3));

    answering.add("10.0.0.2");
    first.round();
    assertThat(asked).as("asks again").containsExactly(ips(2, 3), ips(2, 3));

    answering.add("10.0.0.3");
    first.round();
    assertThat(asked.getLast()).isEqualTo(ips(1, 2, 3));
    int before = asked.size();
    first.round();
    assertThat(asked).as("the others have time to answer").hasSize(before);
  }

  @Test
  void startWith_isEnough() {
    answering.add("10.0.0.3");

    list("10.0.0.1", OptionalInt.of(2)).round();

    assertThat(asked).containsExactly(ips(1, 2, 3));
  }

  @Test
  void otherNodes_neverFormOne_whateverAnswers() {
    answering.addAll(ips(1, 2, 3));

    list("10.0.0.2", OptionalInt.of(1)).round();
    list("10.0.0.9", OptionalInt.of(1)).round();

    assertThat(asked).containsExactly(ips(1, 3), ips(1, 2, 3));
  }

  @Test
  void addressesOfAName_areSorted_andAskedAgain() {
    SeedDiscovery first = name("10.0.0.1", 2);
    answering.addAll(ips(1, 2, 3));

    first.round();
    assertThat(asked).as("there is no such name yet").isEmpty();

    addresses = ips(1);
    first.round();
    assertThat(asked).as("alone").isEmpty();

    addresses = ips(3, 1, 2);
    first.round();
    assertThat(asked).containsExactly(ips(1, 2, 3));
  }

  @Test
  void nodeThatIsIn_asksNobody() {
    answering.addAll(ips(1, 2, 3));
    nodes.set(List.of(node(1, ClusterNode.Status.UP, true)));

    list("10.0.0.1", OptionalInt.of(1)).round();

    assertThat(asked).isEmpty();
  }

  @Test
  void clusterThatNobodyJoins_thoughOthersAnswer_isGivenUpAfterAMinute() {
    SeedDiscovery first = list("10.0.0.1", OptionalInt.of(2));
    nodes.set(List.of(node(1, ClusterNode.Status.JOINING, true)));

    rounds(first, 24);
    assertThat(stranded).as("there is nobody to join").isEmpty();

    answering.add("10.0.0.3");
    rounds(first, 11);
    assertThat(stranded).isEmpty();
    rounds(first, 1);
    assertThat(stranded)
        .containsExactly(
            "no other node has joined the cluster that this node formed 180 s ago, though others"
                + " answer");
    assertThat(asked).isEmpty();
  }

  @Test
  void clusterThatAnotherNodeJoins_stays() {
    SeedDiscovery first = list("10.0.0.1", OptionalInt.of(2));
    answering.add("10.0.0.3");
    nodes.set(
        List.of(
            node(1, ClusterNode.Status.JOINING, true), node(3, ClusterNode.Status.JOINING, false)));

    rounds(first, 30);

    assertThat(stranded).isEmpty();
    assertThat(asked).isEmpty();
  }

  private static void rounds(SeedDiscovery discovery, int count) {
    for (int i = 0; i < count; i++) {
      discovery.round();
    }
  }

  private static ClusterNode node(int last, ClusterNode.Status status, boolean self) {
    return new ClusterNode(
        new NodeAddress("10.0.0." + last, 25520), last, status, true, 4, Set.of(), 0, self);
  }

  private static List<String> ips(int... last) {
    List<String> result = new ArrayList<>();
    for (int each : last) {
      result.add("10.0.0." + each);
    }
    return result;
  }

  private SeedDiscovery list(String own, OptionalInt startWith) {
    return discovery(own, ips(3, 1, 2), Optional.empty(), startWith);
  }

  private SeedDiscovery name(String own, int startWith) {
    return discovery(own, List.of(), Optional.of("nodes.test"), OptionalInt.of(startWith));
  }

  private SeedDiscovery discovery(
      String own, List<String> seeds, Optional<String> dns, OptionalInt startWith) {
    ClusterConfig config =
        new ClusterConfig(
            true,
            "sluice",
            new NodeAddress(own, 25520),
            Optional.empty(),
            OptionalInt.empty(),
            seeds,
            dns,
            startWith,
            new ClusterConfig.Node(OptionalDouble.empty(), Set.of()),
            new ClusterConfig.Failover(Duration.ofSeconds(3), Optional.empty(), Optional.empty()),
            Optional.empty(),
            Optional.empty());
    return new SeedDiscovery(config, new FakeNetwork(), nodes, asked::add, stranded::add);
  }

  private final class FakeNetwork implements SeedNetwork {
    @Override
    public List<String> addresses(String name) throws UnknownHostException {
      if (addresses.isEmpty()) {
        throw new UnknownHostException(name);
      }
      return addresses;
    }

    @Override
    public boolean answers(String host, int port) {
      return port == 25520 && answering.contains(host);
    }
  }
}
