package sluice.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.OptionalDouble;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import sluice.config.settings.ClusterConfig;

class NodeRolesTest {
  @Test
  void roles_sayWhatTheNodeCan_andAreReadAgain() {
    NodeRoles roles =
        NodeRoles.of(new ClusterConfig.Node(OptionalDouble.of(30), Set.of("gpu", "site-a")));

    assertThat(roles.toRoles()).containsExactly("capacity-30", "label-gpu", "label-site-a");
    assertThat(NodeRoles.parse(roles.toRoles())).isEqualTo(roles);
  }

  @ParameterizedTest
  @ValueSource(doubles = {0.1, 2.5, 10_000})
  void capacities_areReadAsTheyWereWritten(double capacity) {
    NodeRoles roles = new NodeRoles(capacity, Set.of());

    assertThat(NodeRoles.parse(roles.toRoles()).capacity()).isEqualTo(capacity);
  }

  @Test
  void capacity_isByTheProcessors_whereNoneIsSet() {
    NodeRoles roles = NodeRoles.of(new ClusterConfig.Node(OptionalDouble.empty(), Set.of()));

    assertThat(roles.capacity()).isEqualTo(2.0 * Runtime.getRuntime().availableProcessors());
  }

  @Test
  void nodeThatSaysNothing_hasNoCapacity() {
    assertThat(NodeRoles.parse(List.of("dc-default", "capacity-much")).capacity()).isZero();
  }
}
