package sluice.app.service;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;
import sluice.cluster.ClusterNode;
import sluice.cluster.placement.NodeOffer;
import sluice.cluster.stream.NodeId;
import sluice.cluster.stream.PlacementView;
import sluice.config.settings.ClusterConfig;
import sluice.config.settings.NodeAddress;
import sluice.http.cluster.ClusterReply;
import sluice.http.cluster.ClusterView;
import sluice.http.cluster.StreamPlacement;

class PlacedClusterTest {
  private static final NodeAddress ONE = new NodeAddress("10.0.0.1", 25520);
  private static final NodeAddress TWO = new NodeAddress("10.0.0.2", 25520);
  private static final NodeId ID = new NodeId(TWO.toString(), 5);

  private List<ClusterNode> nodes = List.of();
  private PlacementView places = PlacementView.EMPTY;
  private String asked = "";

  private final PlacedCluster cluster =
      new PlacedCluster(
          config(),
          () -> nodes,
          () -> places,
          new PlacedCluster.Orders() {
            @Override
            public CompletionStage<ClusterReply> drain(String node) {
              asked = "drain " + node;
              return CompletableFuture.completedStage(new ClusterReply.Accepted());
            }

            @Override
            public CompletionStage<ClusterReply> endDrain(String node) {
              asked = "end drain " + node;
              return CompletableFuture.completedStage(new ClusterReply.Accepted());
            }

            @Override
            public CompletionStage<ClusterReply> move(String stream, String to) {
              asked = "move " + stream + " to " + to;
              return CompletableFuture.completedStage(new ClusterReply.Accepted());
            }
          });

  private static ClusterConfig config() {
    return new ClusterConfig(
        true,
        "sluice",
        ONE,
        Optional.empty(),
        OptionalInt.empty(),
        List.of(),
        Optional.empty(),
        OptionalInt.empty(),
        new ClusterConfig.Node(OptionalDouble.empty(), Set.of()),
        new ClusterConfig.Failover(Duration.ofSeconds(3), Optional.empty(), Optional.empty()),
        Optional.empty(),
        Optional.empty());
  }

  private static ClusterNode member(NodeAddress address, int age, boolean self) {
    return new ClusterNode(address, age, ClusterNode.Status.UP, !self, 4, Set.of("gpu"), age, self);
  }

  @Test
  void before_thisNodeIsIn_nothingIsKnown() {
    assertThat(cluster.view()).isEqualTo(ClusterView.EMPTY);
    assertThat(cluster.view().isUp()).isFalse();
    assertThat(cluster.placement("gate")).isEqualTo(StreamPlacement.UNKNOWN);
  }

  @Test
  void membersAndWhatTheyCarry_areJoinedByAddress() {
    nodes = List.of(member(ONE, 2, true), member(TWO, 1, false));
    places =
        new PlacementView(
            9,
            Map.of(
                "gate",
                new PlacementView.StreamPlace(
                    PlacementView.State.MOVING,
                    Optional.of(ID),
                    Optional.of(new NodeId(ONE.toString(), 4)),
                    8,
                    OptionalDouble.empty(),
                    "for balance")),
            List.of(
                new PlacementView.NodePlace(
                    ID, 4, Set.of("gpu"), NodeOffer.Intake.LEAVING, 1.5, 3)));
    ClusterView view = cluster.view();
    assertThat(view.self()).isEqualTo(ONE.toString());
    assertThat(view.isUp()).isTrue();
    ClusterView.Node other = view.others().getFirst();
    assertThat(other.http()).isEqualTo(new NodeAddress("10.0.0.2", 25521));
    assertThat(other.placer()).isTrue();
    assertThat(other.intake()).isEqualTo(ClusterView.Intake.DRAINING);
    assertThat(view.nodes().getFirst().intake()).isEqualTo(ClusterView.Intake.CLOSED);
    assertThat(other.weight()).isEqualTo(1.5);
    assertThat(other.streams()).isEqualTo(3);
    assertThat(cluster.placement("gate"))
        .isEqualTo(
            new StreamPlacement(
                StreamPlacement.State.MOVING,
                Optional.of(TWO.toString()),
                Optional.of(ONE.toString()),
                8,
                "for balance"));
  }

  @Test
  void everyStateAndStatus_hasItsOwn() {
    for (PlacementView.State state : PlacementView.State.values()) {
      assertThat(StreamPlacement.State.valueOf(state.name()).name()).isEqualTo(state.name());
    }
    for (ClusterNode.Status status : ClusterNode.Status.values()) {
      assertThat(ClusterView.Status.valueOf(status.name()).name()).isEqualTo(status.name());
    }
  }

  @Test
  void orders_goToThePlacer() {
    assertThat(cluster.drain("a:1")).isCompletedWithValue(new ClusterReply.Accepted());
    assertThat(asked).isEqualTo("drain a:1");
    assertThat(cluster.endDrain("a:1")).isCompletedWithValue(new ClusterReply.Accepted());
    assertThat(asked).isEqualTo("end drain a:1");
    assertThat(cluster.move("gate", "a:1")).isCompletedWithValue(new ClusterReply.Accepted());
    assertThat(asked).isEqualTo("move gate to a:1");
  }
}
