package sluice.cluster.stream;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import sluice.cluster.placement.NodeOffer;

/**
 * Where streams are, as the placer knows it. Immutable.
 *
 * @param epoch of the placer's last command; 0 before it has begun
 * @param streams by name
 * @param nodes by address
 */
public record PlacementView(long epoch, Map<String, StreamPlace> streams, List<NodePlace> nodes) {
  /** Nothing known. */
  public static final PlacementView EMPTY = new PlacementView(0, Map.of(), List.of());

  /** Keeps its own copies. */
  public PlacementView {
    streams = Map.copyOf(streams);
    nodes = List.copyOf(nodes);
  }

  /** What a stream does. */
  public enum State {
    /** It runs nowhere: see the reason. */
    WAITING,
    /** Its node was told to run it. */
    STARTING,
    /** It runs. */
    RUNNING,
    /** It ends at its node, to begin at another one or to wait. */
    MOVING,
    /** It ends for good. */
    ENDING
  }

  /**
   * Where a stream is.
   *
   * @param node the node that has it
   * @param to the node that it moves to
   * @param epoch of the last command about it, which is that of its run while it runs; 0 before
   * @param weight as it was measured
   * @param reason why it waits or moves, or why it stays at a node that leaves; empty otherwise
   */
  public record StreamPlace(
      State state,
      Optional<NodeId> node,
      Optional<NodeId> to,
      long epoch,
      OptionalDouble weight,
      String reason) {}

  /**
   * What a node carries.
   *
   * @param weight of its streams, those that come included
   * @param streams how many
   */
  public record NodePlace(
      NodeId id,
      double capacity,
      Set<String> labels,
      NodeOffer.Intake intake,
      double weight,
      int streams) {
    /** Keeps its own copy. */
    public NodePlace {
      labels = Set.copyOf(labels);
    }
  }
}
