package sluice.cluster.placement;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Moves streams from nodes with much to do to nodes with little, as few as needed: it begins where
 * load/capacity differs by more than {@link PlannerLimits#imbalance}, and each time takes the move
 * after which the fuller of the two nodes has least to do.
 *
 * <p>First come moves to nodes that stay about the mean of the cluster, which moves don't change:
 * such a node never has to give a stream on. Where labels or heavy streams leave none of these,
 * others follow.
 *
 * <p>It never oscillates. A move is made only where both nodes have less to do after it than the
 * fuller one had before, see {@link PlannerLimits#leastGain}; so the shares of all nodes, the
 * greatest first, become less with each move as words do in a dictionary, and no state comes twice.
 * A stream never goes to a node that suits it less, so that wishes don't bring it back. That none
 * moves twice in a short time is for who calls, by {@link Location.State#RESTS}.
 */
final class Balancer {
  private final Board board;
  private final PlannerLimits limits;
  private final boolean[] stuck;
  private final double mean;

  Balancer(Board board, PlannerLimits limits) {
    this.board = board;
    this.limits = limits;
    this.stuck = new boolean[board.nodes.size()];
    this.mean = mean();
  }

  private double mean() {
    double load = 0;
    double capacity = 0;
    for (NodeState node : board.nodes) {
      if (node.isOpen()) {
        load += node.load();
        capacity += node.offer.capacity();
      }
    }
    return capacity > 0 ? load / capacity : 0;
  }

  private record Step(StreamState stream, NodeState to, double ratio) {}

  void balance() {
    double aboutMean = mean * (1 + limits.imbalance() / 4);
    if (balance(aboutMean)) {
      Arrays.fill(stuck, false);
      balance(Double.POSITIVE_INFINITY);
    }
  }

  /**
   * Moves what can be moved.
   *
   * @param most load/capacity that a node may have after it was given a stream
   * @return false where a move has to wait, and with it those that would come after it
   */
  private boolean balance(double most) {
    while (board.movesLeft() > 0) {
      NodeState fullest = fullest();
      if (fullest == null || !isBelow(emptiestRatio(), fullest)) {
        return true;
      }
      if (isBounded(most) && fullest.ratio() <= most) {
        return true;
      }
      Step step = bestStep(fullest, most);
      if (step == null) {
        stuck[fullest.index] = true;
      } else if (!board.move(
          step.stream(), step.to(), Move.Cause.BALANCE, reason(fullest, step.to()))) {
        return false;
      }
    }
    return true;
  }

  private static boolean isBounded(double most) {
    return most < Double.POSITIVE_INFINITY;
  }

  private static String reason(NodeState from, NodeState to) {
    return "node %s is used to %.0f %%, node %s to %.0f %%"
        .formatted(from.name(), 100 * from.ratio(), to.name(), 100 * to.ratio());
  }

  private boolean isBelow(double ratio, NodeState fullest) {
    return ratio < fullest.ratio() * (1 - limits.imbalance()) - NodeState.TOLERANCE;
  }

  private @Nullable NodeState fullest() {
    NodeState fullest = null;
    for (NodeState node : board.nodes) {
      boolean counts = node.isOpen() && !stuck[node.index] && !node.settled.isEmpty();
      if (counts && (fullest == null || node.ratio() > fullest.ratio())) {
        fullest = node;
      }
    }
    return fullest;
  }

  private double emptiestRatio() {
    double least = Double.POSITIVE_INFINITY;
    for (NodeState node : board.nodes) {
      if (node.isOpen()) {
        least = Math.min(least, node.ratio());
      }
    }
    return least;
  }

  private @Nullable Step bestStep(NodeState from, double most) {
    Step best = null;
    for (StreamState stream : from.settled) {
      if (stream.moved || stream.rests) {
        continue;
      }
      double weight = stream.weight();
      double left = from.ratioWith(-weight);
      double enough = from.ratio() - limits.leastGain() * (from.ratio() - left);
      for (NodeState to : board.nodes) {
        if (to == from || !to.fits(weight) || !isBelow(to.ratio(), from)) {
          continue;
        }
        int rank = stream.profile.rank(to);
        if (rank == Profile.UNSUITABLE || rank > stream.profile.rank(from)) {
          continue;
        }
        double filled = to.ratioWith(weight);
        double after = Math.max(left, filled);
        if (filled <= most + NodeState.TOLERANCE
            && after <= enough
            && (best == null || after < best.ratio() - NodeState.TOLERANCE)) {
          best = new Step(stream, to, after);
        }
      }
    }
    return best;
  }
}
