package sluice.app.service;

import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import sluice.cluster.ClusterNode;
import sluice.cluster.placement.NodeOffer;
import sluice.cluster.stream.NodeId;
import sluice.cluster.stream.PlacementView;
import sluice.cluster.stream.PlacementView.NodePlace;
import sluice.cluster.stream.PlacementView.StreamPlace;
import sluice.config.settings.ClusterConfig;
import sluice.http.cluster.ClusterPort;
import sluice.http.cluster.ClusterReply;
import sluice.http.cluster.ClusterView;
import sluice.http.cluster.StreamPlacement;

/** The cluster for the HTTP server: membership, and where the placer says that streams are. */
final class PlacedCluster implements ClusterPort {
  private final ClusterConfig config;
  private final Supplier<List<ClusterNode>> nodes;
  private final Supplier<PlacementView> places;
  private final Orders orders;

  /** What operators ask of the placer; answered by its stages. */
  interface Orders {
    CompletionStage<ClusterReply> drain(String node);

    CompletionStage<ClusterReply> endDrain(String node);

    CompletionStage<ClusterReply> move(String stream, String to);
  }

  /**
   * Joins both.
   *
   * @param config enabled
   * @param nodes the members as this node sees them; called by any thread, answers at once
   * @param places where streams are, as this node knows it; called as {@code nodes}
   * @param orders asks the placer
   */
  PlacedCluster(
      ClusterConfig config,
      Supplier<List<ClusterNode>> nodes,
      Supplier<PlacementView> places,
      Orders orders) {
    this.config = config;
    this.nodes = nodes;
    this.places = places;
    this.orders = orders;
  }

  @Override
  public boolean isCluster() {
    return true;
  }

  @Override
  public ClusterView view() {
    Map<String, NodePlace> carried =
        places.get().nodes().stream()
            .collect(
                Collectors.toMap(
                    place -> place.id().address(), Function.identity(), PlacedCluster::newer));
    List<ClusterNode> members = nodes.get();
    String self =
        members.stream()
            .filter(ClusterNode::self)
            .findFirst()
            .map(node -> node.address().toString())
            .orElse("");
    return new ClusterView(
        self,
        members.stream().map(node -> node(node, carried.get(node.address().toString()))).toList());
  }

  /** A node that was started again has another number; which of them is newer does not show. */
  private static NodePlace newer(NodePlace one, NodePlace other) {
    return one.streams() >= other.streams() ? one : other;
  }

  private ClusterView.Node node(ClusterNode node, @Nullable NodePlace carried) {
    return new ClusterView.Node(
        node.address().toString(),
        ClusterView.Status.valueOf(node.status().name()),
        node.reachable(),
        node.capacity(),
        node.labels(),
        carried == null ? 0 : carried.weight(),
        carried == null ? 0 : carried.streams(),
        node.age(),
        node.age() == 1,
        carried == null ? ClusterView.Intake.CLOSED : intake(carried.intake()),
        config.httpOf(node.address()));
  }

  private static ClusterView.Intake intake(NodeOffer.Intake intake) {
    return switch (intake) {
      case OPEN -> ClusterView.Intake.OPEN;
      case LEAVING -> ClusterView.Intake.DRAINING;
      case CLOSED -> ClusterView.Intake.CLOSED;
    };
  }

  @Override
  public StreamPlacement placement(String stream) {
    StreamPlace place = places.get().streams().get(stream);
    return place == null
        ? StreamPlacement.UNKNOWN
        : new StreamPlacement(
            StreamPlacement.State.valueOf(place.state().name()),
            place.node().map(NodeId::address),
            place.to().map(NodeId::address),
            place.epoch(),
            place.reason());
  }

  @Override
  public CompletionStage<ClusterReply> drain(String node) {
    return orders.drain(node);
  }

  @Override
  public CompletionStage<ClusterReply> endDrain(String node) {
    return orders.endDrain(node);
  }

  @Override
  public CompletionStage<ClusterReply> move(String stream, String to) {
    return orders.move(stream, to);
  }
}
