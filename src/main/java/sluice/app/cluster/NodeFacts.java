package sluice.app.cluster;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import sluice.cluster.ClusterNode;
import sluice.cluster.stream.NodeId;
import sluice.cluster.stream.PlacementView;
import sluice.cluster.stream.PlacementView.NodePlace;
import sluice.cluster.stream.PlacementView.StreamPlace;
import sluice.telemetry.ClusterFacts;

/**
 * What this node sees of its cluster, counted for its metrics. Streams are counted anew only where
 * the placer has told something since. Thread-safe.
 */
final class NodeFacts implements ClusterFacts {
  private final Sources sources;
  private volatile Counted counted = new Counted(PlacementView.EMPTY, Map.of());

  /**
   * Where the facts come from; all are called by any thread, and answer at once.
   *
   * @param nodes the members as this node sees them
   * @param places where streams are, as this node was told
   * @param majority whether enough nodes can be reached to keep a change
   * @param healthy whether this node's disk takes what is kept
   * @param begun how many streams came here so far
   * @param ended how many of them have ended
   */
  record Sources(
      Supplier<List<ClusterNode>> nodes,
      Supplier<PlacementView> places,
      BooleanSupplier majority,
      BooleanSupplier healthy,
      LongSupplier begun,
      LongSupplier ended) {}

  private record Counted(PlacementView view, Map<Placement, Long> streams) {
    static Counted of(PlacementView view) {
      Map<Placement, Long> streams = new EnumMap<>(Placement.class);
      for (StreamPlace place : view.streams().values()) {
        streams.merge(Placement.valueOf(place.state().name()), 1L, Long::sum);
      }
      return new Counted(view, streams);
    }
  }

  /** Asks nothing yet. */
  NodeFacts(Sources sources) {
    this.sources = sources;
  }

  @Override
  public long nodes(NodeStatus status) {
    return sources.nodes().get().stream().filter(node -> status(node) == status).count();
  }

  private static NodeStatus status(ClusterNode node) {
    if (!node.reachable()) {
      return NodeStatus.UNREACHABLE;
    }
    return switch (node.status()) {
      case JOINING -> NodeStatus.JOINING;
      case UP -> NodeStatus.UP;
      case LEAVING, EXITING -> NodeStatus.LEAVING;
      case DOWN -> NodeStatus.UNREACHABLE;
    };
  }

  @Override
  @SuppressWarnings("ReferenceEquality") // the same view, not one that says the same
  public long streams(Placement placement) {
    PlacementView view = sources.places().get();
    Counted known = counted;
    if (known.view() != view) {
      known = Counted.of(view);
      counted = known;
    }
    return known.streams().getOrDefault(placement, 0L);
  }

  @Override
  public double capacity() {
    return self().map(ClusterNode::capacity).orElse(0.0);
  }

  @Override
  public double weight() {
    Optional<NodeId> own = self().map(NodeId::of);
    return sources.places().get().nodes().stream()
        .filter(place -> own.filter(place.id()::equals).isPresent())
        .mapToDouble(NodePlace::weight)
        .sum();
  }

  @Override
  public boolean isPlacer() {
    return self().filter(NodeFacts::isOldest).isPresent();
  }

  @Override
  public boolean isPlacerKnown() {
    return sources.places().get().epoch() > 0
        && sources.nodes().get().stream().anyMatch(node -> isOldest(node) && node.reachable());
  }

  private static boolean isOldest(ClusterNode node) {
    return node.age() == 1;
  }

  private Optional<ClusterNode> self() {
    return sources.nodes().get().stream().filter(ClusterNode::self).findFirst();
  }

  @Override
  public boolean hasMajority() {
    return sources.majority().getAsBoolean();
  }

  @Override
  public boolean isStateHealthy() {
    return sources.healthy().getAsBoolean();
  }

  @Override
  public long begun() {
    return sources.begun().getAsLong();
  }

  @Override
  public long ended() {
    return sources.ended().getAsLong();
  }
}
