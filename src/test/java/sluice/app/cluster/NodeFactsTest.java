package sluice.app.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import org.junit.jupiter.api.Test;
import sluice.cluster.ClusterNode;
import sluice.cluster.ClusterNode.Status;
import sluice.cluster.placement.NodeOffer;
import sluice.cluster.stream.NodeId;
import sluice.cluster.stream.PlacementView;
import sluice.config.settings.NodeAddress;
import sluice.telemetry.ClusterFacts.NodeStatus;
import sluice.telemetry.ClusterFacts.Placement;

class NodeFactsTest {
  private final List<ClusterNode> nodes = new ArrayList<>();
  private PlacementView places = PlacementView.EMPTY;
  private boolean majority = true;
  private boolean healthy = true;

  private final NodeFacts facts =
      new NodeFacts(
          new NodeFacts.Sources(
              () -> nodes, () -> places, () -> majority, () -> healthy, () -> 7, () -> 5));

  private void node(int number, Status status, boolean reachable, int age, boolean self) {
    nodes.add(
        new ClusterNode(
            address(number), number, status, reachable, 10 + number, Set.of(), age, self));
  }

  private static NodeAddress address(int number) {
    return new NodeAddress("10.0.0." + number, 25520);
  }

  private static PlacementView.StreamPlace place(PlacementView.State state) {
    return new PlacementView.StreamPlace(
        state, Optional.empty(), Optional.empty(), 3, OptionalDouble.empty(), "");
  }

  private static PlacementView.NodePlace carries(int number, long uid, double weight) {
    return new PlacementView.NodePlace(
        new NodeId(address(number).toString(), uid),
        4,
        Set.of(),
        NodeOffer.Intake.values()[0],
        weight,
        1);
  }

  @Test
  void beforeThisNodeIsIn_nothingIsThere_andNobodyPlaces() {
    assertThat(facts.nodes(NodeStatus.UP)).isZero();
    assertThat(facts.streams(Placement.RUNNING)).isZero();
    assertThat(facts.capacity()).isZero();
    assertThat(facts.weight()).isZero();
    assertThat(facts.isPlacer()).isFalse();
    assertThat(facts.isPlacerKnown()).isFalse();
  }

  @Test
  void eachNode_isOfOneStatus() {
    node(1, Status.UP, true, 1, true);
    node(2, Status.UP, false, 2, false);
    node(3, Status.JOINING, true, 0, false);
    node(4, Status.LEAVING, true, 3, false);
    node(5, Status.EXITING, true, 4, false);
    node(6, Status.DOWN, true, 5, false);
    node(7, Status.JOINING, false, 0, false);

    assertThat(facts.nodes(NodeStatus.UP)).isEqualTo(1);
    assertThat(facts.nodes(NodeStatus.JOINING)).isEqualTo(1);
    assertThat(facts.nodes(NodeStatus.LEAVING)).isEqualTo(2);
    assertThat(facts.nodes(NodeStatus.UNREACHABLE)).isEqualTo(3);
  }

  @Test
  void streams_areCounted_anewWithEachViewOfThePlacer() {
    for (PlacementView.State state : PlacementView.State.values()) {
      places = new PlacementView(1, Map.of("a", place(state), "b", place(state)), List.of());
      for (Placement placement : Placement.values()) {
        assertThat(facts.streams(placement))
            .as(state + " as " + placement)
            .isEqualTo(placement.name().equals(state.name()) ? 2 : 0);
      }
    }
  }

  @Test
  void capacityAndWeight_areThisNodesOwn_andOfThisLifeOfIt() {
    node(1, Status.UP, true, 1, false);
    node(2, Status.UP, true, 2, true);
    places =
        new PlacementView(
            1, Map.of(), List.of(carries(1, 1, 8), carries(2, 99, 4), carries(2, 2, 2.5)));

    assertThat(facts.capacity()).isEqualTo(12);
    assertThat(facts.weight()).isEqualTo(2.5);
  }

  @Test
  void oldestNode_places_andIsKnownWhileItIsHeardOf_andHasSaidSomething() {
    node(1, Status.UP, true, 1, false);
    node(2, Status.UP, true, 2, true);
    assertThat(facts.isPlacer()).isFalse();
    assertThat(facts.isPlacerKnown()).as("it has said nothing yet").isFalse();
    places = new PlacementView(1, Map.of(), List.of());
    assertThat(facts.isPlacerKnown()).isTrue();

    nodes.clear();
    node(1, Status.UP, false, 1, false);
    node(2, Status.UP, true, 2, true);
    assertThat(facts.isPlacerKnown()).isFalse();

    nodes.clear();
    node(2, Status.UP, true, 1, true);
    assertThat(facts.isPlacer()).isTrue();
    assertThat(facts.isPlacerKnown()).isTrue();
  }

  @Test
  void restOfIt_comesFromWhoKnowsIt() {
    assertThat(facts.hasMajority()).isTrue();
    assertThat(facts.isStateHealthy()).isTrue();
    majority = false;
    assertThat(facts.hasMajority()).isFalse();
    healthy = false;
    assertThat(facts.isStateHealthy()).isFalse();
    assertThat(facts.begun()).isEqualTo(7);
    assertThat(facts.ended()).isEqualTo(5);
  }
}
