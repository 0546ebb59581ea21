package sluice.cluster.stream;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongSupplier;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.AbstractBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.Receive;
import org.apache.pekko.actor.typed.receptionist.Receptionist;
import org.apache.pekko.actor.typed.receptionist.ServiceKey;
import org.jspecify.annotations.Nullable;
import sluice.cluster.ClusterNode;

/**
 * Actor that knows, on each node, what a placer has to: members, their agents, members that were
 * removed lately, and the streams that are to run. A placer that begins on this node is told all of
 * it, and then what changes.
 */
final class PlacerInputs extends AbstractBehavior<PlacerInputs.Command> {
  /** The agents of all nodes; the name of an agent's actor is that of {@link #agentName}. */
  static final ServiceKey<AgentCommand> AGENTS =
      ServiceKey.create(AgentCommand.class, "sluice-agents");

  private static final String AGENT = "sluice-agent-";

  /** Longer than any margin. */
  private static final Duration REMEMBER_GONE = Duration.ofMinutes(5);

  private final LongSupplier nanoClock;
  private final Map<NodeId, ClusterNode> members = new LinkedHashMap<>();
  private final Map<NodeId, Removed> removed = new HashMap<>();
  private final Map<Long, ActorRef<AgentCommand>> agents = new HashMap<>();
  private @Nullable List<DesiredStream> desired;
  private @Nullable ActorRef<PlacerCommand> placer;

  private record Removed(boolean orderly, long atNanos) {}

  /** Messages to the actor. */
  sealed interface Command {}

  /** The members as they are now. */
  record Members(List<ClusterNode> nodes) implements Command {}

  /** The agents as they are now. */
  private record Agents(Set<ActorRef<AgentCommand>> agents) implements Command {}

  /** All streams that are to run, as a majority has them. */
  record Desired(List<DesiredStream> streams) implements Command {}

  /** A placer begins on this node. */
  record Begin(ActorRef<PlacerCommand> placer) implements Command {}

  private record Ended(ActorRef<PlacerCommand> placer) implements Command {}

  private PlacerInputs(ActorContext<Command> context, LongSupplier nanoClock) {
    super(context);
    this.nanoClock = nanoClock;
    ActorRef<Receptionist.Listing> listings =
        context.messageAdapter(
            Receptionist.Listing.class, listing -> new Agents(listing.getServiceInstances(AGENTS)));
    context.getSystem().receptionist().tell(Receptionist.subscribe(AGENTS, listings));
  }

  /**
   * The actor.
   *
   * @param nanoClock as {@link System#nanoTime}
   */
  static Behavior<Command> create(LongSupplier nanoClock) {
    return Behaviors.setup(context -> new PlacerInputs(context, nanoClock));
  }

  /** The name of the actor of a node's agent, by which it is known whose it is. */
  static String agentName(NodeId node) {
    return AGENT + Long.toUnsignedString(node.uid());
  }

  @Override
  public Receive<Command> createReceive() {
    return newReceiveBuilder().onAnyMessage(this::onAny).build();
  }

  private Behavior<Command> onAny(Command message) {
    switch (message) {
      case Members(List<ClusterNode> nodes) -> {
        takeMembers(nodes);
        tellNodes();
      }
      case Agents(Set<ActorRef<AgentCommand>> refs) -> {
        agents.clear();
        refs.forEach(ref -> agents.put(uidOf(ref), ref));
        tellNodes();
      }
      case Desired(List<DesiredStream> streams) -> {
        desired = streams;
        tellDesired();
      }
      case Begin(ActorRef<PlacerCommand> begun) -> {
        placer = begun;
        getContext().watchWith(begun, new Ended(begun));
        tellNodes();
        tellDesired();
      }
      case Ended(ActorRef<PlacerCommand> ended) -> {
        if (ended.equals(placer)) {
          placer = null;
        }
      }
    }
    return this;
  }

  private static long uidOf(ActorRef<AgentCommand> agent) {
    String name = agent.path().name();
    return name.startsWith(AGENT) ? Long.parseUnsignedLong(name.substring(AGENT.length())) : 0;
  }

  private void takeMembers(List<ClusterNode> nodes) {
    Map<NodeId, ClusterNode> now = new LinkedHashMap<>();
    nodes.forEach(node -> now.put(NodeId.of(node), node));
    members.forEach(
        (id, last) -> {
          if (!now.containsKey(id) && last.status() != ClusterNode.Status.JOINING) {
            boolean orderly = last.status() == ClusterNode.Status.EXITING;
            removed.put(id, new Removed(orderly, nanoClock.getAsLong()));
          }
        });
    members.clear();
    members.putAll(now);
  }

  private void tellNodes() {
    ActorRef<PlacerCommand> to = placer;
    if (to == null) {
      return;
    }
    long now = nanoClock.getAsLong();
    removed.values().removeIf(each -> now - each.atNanos() > REMEMBER_GONE.toNanos());
    List<PlacementNode> present = new ArrayList<>();
    members.forEach(
        (id, node) -> {
          if (node.status() != ClusterNode.Status.JOINING) {
            Optional<ActorRef<AgentCommand>> agent = Optional.ofNullable(agents.get(id.uid()));
            present.add(
                new PlacementNode(id, node.capacity(), node.labels(), condition(node), agent));
          }
        });
    List<GoneNode> gone = new ArrayList<>();
    removed.forEach(
        (id, how) ->
            gone.add(new GoneNode(id, how.orderly(), Duration.ofNanos(now - how.atNanos()))));
    to.tell(new PlacerCommand.Nodes(present, gone));
  }

  private static PlacementNode.Condition condition(ClusterNode node) {
    return switch (node.status()) {
      case LEAVING, EXITING -> PlacementNode.Condition.LEAVING;
      case UP ->
          node.reachable() ? PlacementNode.Condition.UP : PlacementNode.Condition.UNREACHABLE;
      case DOWN, JOINING -> PlacementNode.Condition.UNREACHABLE;
    };
  }

  private void tellDesired() {
    ActorRef<PlacerCommand> to = placer;
    List<DesiredStream> streams = desired;
    if (to != null && streams != null) {
      to.tell(new PlacerCommand.AllDesired(streams));
    }
  }
}
