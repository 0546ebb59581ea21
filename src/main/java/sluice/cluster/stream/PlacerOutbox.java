package sluice.cluster.stream;

import java.util.function.BiConsumer;
import org.apache.pekko.actor.typed.ActorRef;

/**
 * Sends a placer's commands to agents. What can't be sent is lost, which shows by the answer that
 * does not come.
 *
 * @param self to whom agents answer
 * @param sender sends a command to a node; called on the placer's thread, must not block
 */
record PlacerOutbox(ActorRef<AgentReply> self, BiConsumer<PlacementNode, AgentCommand> sender) {
  /**
   * Asks a node what it runs.
   *
   * @param ask number of the question
   * @param epoch that the placer has claimed; 0 where it only asks
   */
  void ask(PlacementNode node, long ask, long epoch) {
    sender.accept(node, new AgentCommand.What(ask, epoch, self));
  }

  /** Has a node run a stream, or run it with other settings. */
  void run(PlacementNode node, DesiredStream stream, long epoch) {
    sender.accept(
        node,
        new AgentCommand.Run(
            stream.id(), stream.spec(), stream.version(), stream.paused(), epoch, self));
  }

  /**
   * Has a node end a stream.
   *
   * @param removed whether it is gone for good; else it goes on at another node, or later
   */
  void halt(PlacementNode node, String id, boolean removed, long epoch) {
    sender.accept(node, new AgentCommand.Halt(id, removed, epoch, self));
  }
}
