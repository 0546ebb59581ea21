package sluice.cluster.placement;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Nodes and streams while a plan is made, and the moves so far. */
final class Board {
  static final Comparator<StreamState> LOWEST_FIRST =
      Comparator.comparingInt(StreamState::priority).thenComparing(StreamState::id);

  /** By name. */
  final List<NodeState> nodes = new ArrayList<>();

  /** Those that have to be placed: unplaced, or where they can't stay. The most urgent first. */
  final List<StreamState> unsettled = new ArrayList<>();

  final List<Move> moves = new ArrayList<>();
  private final Map<String, NodeState> byName = new HashMap<>();
  private final Map<Labels, Profile> profiles = new HashMap<>();
  private int underWay;
  private final PlannerLimits limits;

  private record Labels(Set<String> needs, Set<String> prefers, Set<String> avoids) {}

  Board(
      Collection<NodeOffer> offers,
      Collection<StreamDemand> demands,
      Map<String, Location> where,
      PlannerLimits limits) {
    this.limits = limits;
    offers.stream()
        .sorted(Comparator.comparing(NodeOffer::node))
        .forEach(offer -> nodes.add(new NodeState(nodes.size(), offer)));
    nodes.forEach(node -> byName.put(node.name(), node));
    demands.forEach(demand -> put(demand, where.get(demand.id())));
    nodes.forEach(node -> node.settled.sort(LOWEST_FIRST));
    unsettled.sort(
        Comparator.comparingInt((StreamState stream) -> -stream.priority())
            .thenComparing(stream -> stream.node == null)
            .thenComparing(StreamState::id));
  }

  private void put(StreamDemand demand, @Nullable Location location) {
    Profile profile =
        profiles.computeIfAbsent(
            new Labels(demand.needs(), demand.prefers(), demand.avoids()),
            labels -> new Profile(demand, nodes));
    NodeState node = location == null ? null : byName.get(location.node());
    if (location == null || node == null) {
      unsettled.add(new StreamState(demand, profile, null, false));
      return;
    }
    node.take(demand.weight());
    if (location.isSettled()) {
      StreamState stream =
          new StreamState(demand, profile, node, location.state() == Location.State.RESTS);
      node.settled.add(stream);
      if (node.isLeaving() || !profile.suits(node)) {
        unsettled.add(stream);
      }
      return;
    }
    underWay++;
    if (location.state() == Location.State.HALTS) {
      node.end(demand.weight());
      NodeState to = location.to().map(byName::get).orElse(null);
      if (to != null) {
        to.take(demand.weight());
      }
      countTransfer(node, to);
    }
  }

  /** How many moves may begin. */
  int movesLeft() {
    return Math.max(0, limits.moves() - underWay - moves.size());
  }

  /** How many are under way, those of this plan included. */
  int underWay() {
    return underWay + moves.size();
  }

  /** The best node that has the room now: by wishes, then by the load that it has then. */
  @Nullable NodeState bestFor(StreamState stream, @Nullable NodeState except) {
    return bestFor(stream, except, Integer.MAX_VALUE);
  }

  /**
   * The best node that has the room now.
   *
   * @param below only nodes whose rank is below
   */
  @Nullable NodeState bestFor(StreamState stream, @Nullable NodeState except, int below) {
    NodeState best = null;
    int bestRank = below;
    double bestRatio = Double.POSITIVE_INFINITY;
    double weight = stream.weight();
    for (NodeState node : nodes) {
      int rank = stream.profile.rank(node);
      if (rank == Profile.UNSUITABLE || rank > bestRank || rank >= below || node == except) {
        continue;
      }
      if (!node.fits(weight)) {
        continue;
      }
      double ratio = node.ratioWith(weight);
      if (rank < bestRank || ratio < bestRatio) {
        best = node;
        bestRank = rank;
        bestRatio = ratio;
      }
    }
    return best;
  }

  /**
   * Begins a move; the room at the new node is taken, that at the old one not free yet. Where a
   * stream runs and one of the nodes has enough of such moves under way, its place is kept, so that
   * a plan to come makes the same move.
   *
   * @return whether the move begins
   */
  boolean move(StreamState stream, @Nullable NodeState to, Move.Cause cause, String reason) {
    NodeState from = stream.node;
    boolean begins =
        from == null || (hasTransfersLeft(from) && (to == null || hasTransfersLeft(to)));
    stream.moved = true;
    if (from != null) {
      from.end(stream.weight());
      from.settled.remove(stream);
    }
    if (to != null) {
      to.take(stream.weight());
    }
    if (begins) {
      moves.add(new Move(stream.id(), name(from), name(to), cause, reason));
      if (from != null) {
        countTransfer(from, to);
      }
    }
    return begins;
  }

  private boolean hasTransfersLeft(NodeState node) {
    return node.transfers < limits.transfers();
  }

  private static Optional<String> name(@Nullable NodeState node) {
    return Optional.ofNullable(node).map(NodeState::name);
  }

  private static void countTransfer(NodeState from, @Nullable NodeState to) {
    from.transfers++;
    if (to != null) {
      to.transfers++;
    }
  }
}
