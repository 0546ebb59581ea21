package sluice.cluster.stream;

import org.apache.pekko.Done;
import org.apache.pekko.actor.NoSerializationVerificationNeeded;
import org.apache.pekko.actor.typed.ActorRef;
import sluice.cluster.ClusterMessage;

/** Messages to the agent of a node. */
public sealed interface AgentCommand
    permits AgentCommand.What,
        AgentCommand.Run,
        AgentCommand.Halt,
        AgentCommand.Drain,
        AgentCommand.Cordon,
        AgentCommand.Placed,
        ClusterAgent.Internal {
  /**
   * Asks what the node runs.
   *
   * @param ask number of the question, which comes back in the answer
   * @param epoch from which on the asking placer gives commands: the agent refuses lower ones then;
   *     0 where it only asks
   */
  record What(long ask, long epoch, ActorRef<AgentReply> replyTo)
      implements AgentCommand, ClusterMessage {}

  /**
   * Runs a stream, or gives one that runs another specification.
   *
   * @param spec text of the stream's settings, as the desired state keeps it
   * @param version of the desired state
   * @param paused whether it rests at its node
   */
  record Run(
      String id,
      String spec,
      long version,
      boolean paused,
      long epoch,
      ActorRef<AgentReply> replyTo)
      implements AgentCommand, ClusterMessage {}

  /**
   * Ends a stream; it is answered when it has ended, also where it never ran.
   *
   * @param removed whether it is gone for good; else it goes on at another node, or later
   */
  record Halt(String id, boolean removed, long epoch, ActorRef<AgentReply> replyTo)
      implements AgentCommand, ClusterMessage {}

  /**
   * Whether the node takes streams: one that is cordoned is emptied, and stays in the cluster.
   *
   * @param cordoned false: it takes streams again
   */
  record Cordon(boolean cordoned) implements AgentCommand, ClusterMessage {}

  /** Where streams are, for those who ask this node. */
  record Placed(PlacementUpdate update, ActorRef<AgentReply> replyTo)
      implements AgentCommand, ClusterMessage {}

  /**
   * The node is about to leave. Its placer moves the streams away; answered once none is left. Who
   * asks bounds the wait, and ends what is left by itself.
   */
  record Drain(ActorRef<Done> replyTo) implements AgentCommand, NoSerializationVerificationNeeded {}
}
