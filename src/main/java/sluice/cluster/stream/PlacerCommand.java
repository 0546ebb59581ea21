package sluice.cluster.stream;

import java.util.List;
import org.apache.pekko.actor.NoSerializationVerificationNeeded;
import org.apache.pekko.actor.typed.ActorRef;
import sluice.cluster.ClusterMessage;

/** Messages to the placer. */
public sealed interface PlacerCommand
    permits PlacerCommand.Input,
        PlacerCommand.MoveStream,
        PlacerCommand.CordonNode,
        AgentReply,
        ClusterPlacer.Internal {
  /** Those from its own node. */
  sealed interface Input extends PlacerCommand, NoSerializationVerificationNeeded {}

  /**
   * The members of the cluster, each time when they have changed.
   *
   * @param present all members that are up, with those that leave
   * @param gone those that were removed within the margin, at least
   */
  record Nodes(List<PlacementNode> present, List<GoneNode> gone) implements Input {
    /** Keeps its own copies. */
    public Nodes {
      present = List.copyOf(present);
      gone = List.copyOf(gone);
    }
  }

  /**
   * All streams that are to run; any other ends. To be read from a majority: what is left out ends.
   */
  record AllDesired(List<DesiredStream> streams) implements Input {
    /** Keeps its own copy. */
    public AllDesired {
      streams = List.copyOf(streams);
    }
  }

  /**
   * An operator wants a stream moved.
   *
   * @param node address of the node that is to have it
   */
  record MoveStream(String id, String node, ActorRef<MoveAnswer> replyTo)
      implements PlacerCommand, ClusterMessage {}

  /**
   * An operator wants a node emptied, or to take streams again.
   *
   * @param node its address
   */
  record CordonNode(String node, boolean cordoned, ActorRef<MoveAnswer> replyTo)
      implements PlacerCommand, ClusterMessage {}

  /**
   * Answers an operator.
   *
   * @param refused why it is not done, in words of an operator; empty where it is on its way
   */
  record MoveAnswer(String refused) implements ClusterMessage {
    /** It is on its way. */
    static final MoveAnswer ACCEPTED = new MoveAnswer("");
  }
}
