package sluice.cluster.placement;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Makes room for a stream that fits nowhere: others move, or wait where their priority is lower.
 */
final class RoomMaker {
  /** More interruptions than that for one stream don't pay. */
  private static final int MOST_MOVED = 4;

  private static final Comparator<StreamState> HEAVIEST_FIRST =
      Comparator.comparingDouble((StreamState stream) -> -stream.weight())
          .thenComparing(Board.LOWEST_FIRST);

  private static final Comparator<StreamState> LEAST_MISSED_FIRST =
      Comparator.comparingInt(StreamState::priority).thenComparing(HEAVIEST_FIRST);

  private final Board board;

  RoomMaker(Board board) {
    this.board = board;
  }

  private record Shift(StreamState stream, NodeState to) {}

  private record Ending(NodeState node, List<StreamState> streams) {
    int priority() {
      return streams.stream().mapToInt(StreamState::priority).max().orElse(Integer.MIN_VALUE);
    }

    double weight() {
      return streams.stream().mapToDouble(StreamState::weight).sum();
    }
  }

  /**
   * Begins what makes room and keeps the room for the stream.
   *
   * @return the node that will have it; none where it can't be had
   */
  @Nullable NodeState make(StreamState stream) {
    NodeState soon = soonFree(stream);
    if (soon != null) {
      soon.take(stream.weight());
      return soon;
    }
    if (board.movesLeft() == 0 || stream.weight() >= stream.profile.noRoomFrom) {
      return null;
    }
    NodeState made = shift(stream);
    if (made == null) {
      made = end(stream);
    }
    if (made == null) {
      stream.profile.noRoomFrom = stream.weight();
      return null;
    }
    made.take(stream.weight());
    return made;
  }

  private @Nullable NodeState soonFree(StreamState stream) {
    NodeState best = null;
    for (NodeState node : board.nodes) {
      if (canHave(stream, node)
          && node.freeSoon() + NodeState.TOLERANCE >= stream.weight()
          && (best == null || isBetter(stream, node, best))) {
        best = node;
      }
    }
    return best;
  }

  private static boolean canHave(StreamState stream, NodeState node) {
    return node.isOpen() && node != stream.node && stream.profile.suits(node);
  }

  private static boolean isBetter(StreamState stream, NodeState node, NodeState than) {
    int byRank = Integer.compare(stream.profile.rank(node), stream.profile.rank(than));
    return byRank != 0 ? byRank < 0 : node.ratio() < than.ratio();
  }

  /** Streams that fit elsewhere move, at the node where the fewest have to. */
  private @Nullable NodeState shift(StreamState stream) {
    double mostFree =
        board.nodes.stream().filter(NodeState::isOpen).mapToDouble(NodeState::free).max().orElse(0);
    List<Shift> fewest = List.of();
    NodeState chosen = null;
    for (NodeState node : board.nodes) {
      if (!canHave(stream, node)) {
        continue;
      }
      List<Shift> shifts = shifts(stream, node, mostFree);
      if (!shifts.isEmpty() && (chosen == null || shifts.size() < fewest.size())) {
        chosen = node;
        fewest = shifts;
      }
    }
    String reason = "makes room for " + stream.id();
    fewest.forEach(shift -> board.move(shift.stream(), shift.to(), Move.Cause.ROOM, reason));
    return chosen;
  }

  /** What has to move away from a node; nothing where that is not enough. */
  private List<Shift> shifts(StreamState stream, NodeState node, double mostFree) {
    double missing = stream.weight() - node.freeSoon() - NodeState.TOLERANCE;
    List<StreamState> candidates =
        node.settled.stream()
            .filter(one -> !one.moved && one.weight() <= mostFree + NodeState.TOLERANCE)
            .sorted(HEAVIEST_FIRST)
            .toList();
    int most = Math.min(MOST_MOVED, board.movesLeft());
    if (candidates.stream().limit(most).mapToDouble(StreamState::weight).sum() < missing) {
      return List.of();
    }
    StreamState lightest = null;
    NodeState target = null;
    for (StreamState one : candidates) {
      boolean isLighter = lightest == null || one.weight() < lightest.weight();
      NodeState to = isLighter && one.weight() >= missing ? board.bestFor(one, node) : null;
      if (to != null) {
        lightest = one;
        target = to;
      }
    }
    if (lightest != null && target != null) {
      return List.of(new Shift(lightest, target));
    }
    List<Shift> shifts = new ArrayList<>();
    for (StreamState one : candidates) {
      NodeState to = missing > 0 && shifts.size() < most ? board.bestFor(one, node) : null;
      if (to != null) {
        to.take(one.weight());
        shifts.add(new Shift(one, to));
        missing -= one.weight();
      }
    }
    shifts.forEach(shift -> shift.to().giveBack(shift.stream().weight()));
    return missing > 0 ? List.of() : shifts;
  }

  /** Streams of a lower priority end, at the node where the least important ones have to. */
  private @Nullable NodeState end(StreamState stream) {
    Ending least = null;
    for (NodeState node : board.nodes) {
      Ending ending = canHave(stream, node) ? ending(stream, node) : null;
      if (ending != null && (least == null || LEAST_MISSED.compare(ending, least) < 0)) {
        least = ending;
      }
    }
    if (least == null) {
      return null;
    }
    String reason = stream.id() + " has a higher priority and takes its place";
    for (StreamState one : least.streams()) {
      if (board.movesLeft() > 0) {
        NodeState to = board.bestFor(one, least.node());
        board.move(one, to, Move.Cause.PRIORITY, reason);
      }
    }
    return least.node();
  }

  private static final Comparator<Ending> LEAST_MISSED =
      Comparator.comparingInt(Ending::priority)
          .thenComparingInt(ending -> ending.streams().size())
          .thenComparingDouble(Ending::weight);

  private static @Nullable Ending ending(StreamState stream, NodeState node) {
    double missing = stream.weight() - node.freeSoon() - NodeState.TOLERANCE;
    List<StreamState> lower =
        node.settled.stream()
            .filter(one -> !one.moved && one.priority() < stream.priority())
            .sorted(LEAST_MISSED_FIRST)
            .toList();
    List<StreamState> chosen = new ArrayList<>();
    for (StreamState one : lower) {
      if (missing <= 0) {
        break;
      }
      chosen.add(one);
      missing -= one.weight();
    }
    if (missing > 0) {
      return null;
    }
    for (StreamState one : List.copyOf(chosen).reversed()) {
      if (missing + one.weight() <= 0) {
        chosen.remove(one);
        missing += one.weight();
      }
    }
    return new Ending(node, chosen);
  }
}
