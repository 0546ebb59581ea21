package sluice.cluster.placement;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Plans which node runs which stream. It has no state and no clock: the same input gives the same
 * plan. Thread-safe.
 *
 * <p>The rules, in this order:
 *
 * <ol>
 *   <li>Streams that are unplaced, whose node leaves, or whose node lacks what they need, by
 *       priority; among equals those that run first, then by name. Each goes to a node that has the
 *       labels and the room: one that it prefers before others, one that it avoids last, then the
 *       one whose load/capacity is least with it.
 *   <li>One that fits nowhere has room made for it: by moving others that fit elsewhere, of any
 *       priority, or by ending streams <b>of a lower priority</b>, the lowest first. So a stream
 *       never waits while one of a lower priority runs in the place that it could have. Streams of
 *       the same priority never end each other.
 *   <li>A node whose load has outgrown its capacity gives streams away that fit elsewhere; none is
 *       ended for it.
 *   <li>Streams go to nodes that they prefer, or from those that they avoid, where there is room.
 *   <li>Balance: see {@link Balancer}.
 * </ol>
 *
 * <p>No node is given more than its capacity. A stream that moves takes room at both nodes until it
 * has ended at the old one.
 */
public final class Planner {
  private final PlannerLimits limits;

  /** A planner. */
  public Planner(PlannerLimits limits) {
    this.limits = limits;
  }

  /**
   * The next moves. When they are under way, another plan says what comes then.
   *
   * @param nodes all of the cluster, also those that take no streams
   * @param demands all streams that are to be placed or take room
   * @param where by the stream's name; those at nodes that are not there any more count as unplaced
   */
  public Plan plan(
      Collection<NodeOffer> nodes, Collection<StreamDemand> demands, Map<String, Location> where) {
    Board board = new Board(nodes, demands, where, limits);
    List<Waiting> waiting = place(board);
    relieve(board);
    please(board);
    new Balancer(board, limits).balance();
    return new Plan(board.moves, waiting);
  }

  private static List<Waiting> place(Board board) {
    RoomMaker rooms = new RoomMaker(board);
    WaitingReasons reasons = new WaitingReasons(board);
    for (StreamState stream : board.unsettled) {
      if (stream.moved) {
        continue;
      }
      if (stream.profile.open == 0) {
        reasons.unsuitable(stream);
        leaveUnsuitable(board, stream);
      } else if (board.movesLeft() == 0) {
        reasons.turn(stream);
      } else {
        place(board, stream, rooms, reasons);
      }
    }
    return reasons.all();
  }

  private static void place(
      Board board, StreamState stream, RoomMaker rooms, WaitingReasons reasons) {
    Profile profile = stream.profile;
    NodeState target =
        stream.weight() < profile.fitsNowhereFrom ? board.bestFor(stream, stream.node) : null;
    if (target != null) {
      if (!board.move(stream, target, cause(stream), reason(stream))) {
        reasons.turn(stream);
      }
      return;
    }
    profile.fitsNowhereFrom = Math.min(profile.fitsNowhereFrom, stream.weight());
    NodeState soon = rooms.make(stream);
    if (soon == null) {
      reasons.room(stream);
    } else {
      reasons.soon(stream, soon);
    }
    leaveUnsuitable(board, stream);
  }

  /** A stream does not go on where it must not run. */
  private static void leaveUnsuitable(Board board, StreamState stream) {
    NodeState node = stream.node;
    if (node != null && !stream.profile.suits(node) && board.movesLeft() > 0) {
      board.move(stream, null, Move.Cause.NEEDS, reason(stream));
    }
  }

  private static Move.Cause cause(StreamState stream) {
    NodeState node = stream.node;
    if (node == null) {
      return Move.Cause.PLACE;
    }
    return stream.profile.suits(node) ? Move.Cause.LEAVING : Move.Cause.NEEDS;
  }

  private static String reason(StreamState stream) {
    NodeState node = stream.node;
    return switch (cause(stream)) {
      case PLACE -> "it ran nowhere";
      case LEAVING -> "node " + name(node) + " leaves";
      default ->
          "it needs "
              + WaitingReasons.labels(stream.profile.needs)
              + ", node "
              + name(node)
              + " does not have it";
    };
  }

  private static String name(@Nullable NodeState node) {
    return node == null ? "" : node.name();
  }

  private static void relieve(Board board) {
    for (NodeState node : board.nodes) {
      while (board.movesLeft() > 0
          && !node.isLeaving()
          && node.freeSoon() < -NodeState.TOLERANCE
          && relieve(board, node)) {
        // One move more.
      }
    }
  }

  /** The lightest that is enough, else the heaviest; of a low priority where weights are equal. */
  private static boolean relieve(Board board, NodeState node) {
    double excess = -node.freeSoon();
    StreamState best = null;
    NodeState bestTarget = null;
    for (StreamState stream : node.settled) {
      if (stream.moved || (best != null && !isBetter(stream.weight(), best.weight(), excess))) {
        continue;
      }
      NodeState target = board.bestFor(stream, node);
      if (target != null) {
        best = stream;
        bestTarget = target;
      }
    }
    if (best == null) {
      return false;
    }
    board.move(
        best,
        bestTarget,
        Move.Cause.OVERLOAD,
        "node " + node.name() + " has more to do than it has capacity");
    return true;
  }

  private static boolean isBetter(double weight, double than, double wanted) {
    boolean enough = weight >= wanted;
    boolean wasEnough = than >= wanted;
    if (enough != wasEnough) {
      return enough;
    }
    return enough ? weight < than : weight > than;
  }

  private static void please(Board board) {
    for (NodeState node : board.nodes) {
      if (!node.isOpen()) {
        continue;
      }
      for (StreamState stream : new ArrayList<>(node.settled)) {
        if (board.movesLeft() == 0) {
          return;
        }
        if (stream.moved || stream.rests || !stream.profile.wantsBetterThan(node)) {
          continue;
        }
        NodeState target = board.bestFor(stream, node, stream.profile.rank(node));
        if (target != null) {
          board.move(
              stream,
              target,
              Move.Cause.PREFERENCE,
              "node " + target.name() + " is one that it prefers");
        }
      }
    }
  }
}
