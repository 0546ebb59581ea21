package sluice.cluster.stream;

import java.util.List;
import sluice.cluster.ClusterMessage;

/** What agents tell the placer. */
public sealed interface AgentReply extends PlacerCommand, ClusterMessage {
  /** The node that says it. */
  NodeId node();

  /**
   * What a node runs.
   *
   * @param ask the question that it answers
   * @param epoch the highest that the agent has heard of
   * @param leaving whether the node is about to leave
   */
  record Report(NodeId node, long ask, long epoch, boolean leaving, List<ReportedRun> runs)
      implements AgentReply {
    /** Keeps its own copy. */
    public Report {
      runs = runs == null ? List.of() : List.copyOf(runs);
    }
  }

  /** A stream runs as it was asked to. */
  record Ran(NodeId node, String id, long epoch) implements AgentReply {}

  /** A stream has ended; commands of lower epochs don't begin it again. */
  record Halted(NodeId node, String id, long epoch) implements AgentReply {}

  /**
   * A stream could not be begun or changed.
   *
   * @param reason in words of an operator
   */
  record Failed(NodeId node, String id, long epoch, String reason) implements AgentReply {}

  /**
   * A command was refused: another placer has given orders since.
   *
   * @param epoch the lowest that is accepted
   */
  record Outdated(NodeId node, String id, long epoch) implements AgentReply {}

  /** A node has missed where streams are, and wants to be told of all. */
  record PlacementWanted(NodeId node) implements AgentReply {}

  /** A node is about to leave. */
  record Leaving(NodeId node) implements AgentReply {}
}
