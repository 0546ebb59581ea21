package sluice.cluster.stream;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.apache.pekko.Done;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.Props;
import org.apache.pekko.actor.typed.javadsl.AskPattern;
import org.apache.pekko.actor.typed.receptionist.Receptionist;
import org.apache.pekko.cluster.typed.Cluster;
import org.apache.pekko.cluster.typed.ClusterSingleton;
import org.apache.pekko.cluster.typed.SingletonActor;
import sluice.cluster.ClusterNode;
import sluice.cluster.ClusterNodes;

/**
 * The streams of a cluster, at one of its nodes: the node's agent, its part of the placer, and what
 * it knows of where streams are. Thread-safe.
 */
public final class ClusterStreams implements AutoCloseable {
  private static final Duration ANSWER_LIMIT = Duration.ofSeconds(5);

  private final ActorSystem<?> system;
  private final ClusterNodes nodes;
  private final NodeId self;
  private final PlacementDirectory directory = new PlacementDirectory();
  private final ActorRef<PlacerInputs.Command> inputs;
  private final ActorRef<AgentCommand> agent;
  private final ActorRef<PlacerCommand> placer;
  private final Consumer<List<ClusterNode>> onNodes;

  private ClusterStreams(
      ActorSystem<?> system, ClusterNodes nodes, LocalStreams streams, PlacerSettings settings) {
    this.system = system;
    this.nodes = nodes;
    this.self = self(system);
    inputs =
        system.systemActorOf(
            PlacerInputs.create(System::nanoTime), "sluice-placer-inputs", Props.empty());
    agent =
        system.systemActorOf(
            ClusterAgent.create(self, streams, directory),
            PlacerInputs.agentName(self),
            Props.empty());
    system.receptionist().tell(Receptionist.register(PlacerInputs.AGENTS, agent));
    placer =
        ClusterSingleton.get(system)
            .init(
                SingletonActor.of(
                    ClusterPlacer.create(
                        settings,
                        begun -> inputs.tell(new PlacerInputs.Begin(begun)),
                        directory::weight,
                        () -> TimeUnit.NANOSECONDS.toMillis(System.nanoTime())),
                    "sluice-placer"));
    onNodes = all -> inputs.tell(new PlacerInputs.Members(all));
    nodes.listen(onNodes);
  }

  /**
   * Lets a node take part: from now on the placer gives it streams.
   *
   * @param system of the node, a member or about to be one
   * @param nodes the members
   * @param streams runs what the placer gives to this node
   */
  public static ClusterStreams start(
      ActorSystem<?> system, ClusterNodes nodes, LocalStreams streams, PlacerSettings settings) {
    return new ClusterStreams(system, nodes, streams, settings);
  }

  /** This life of the node. */
  public static NodeId self(ActorSystem<?> system) {
    var member = Cluster.get(system).selfMember();
    return new NodeId(
        member.address().getHost().orElse("") + ":" + member.address().getPort().orElse(0),
        member.uniqueAddress().longUid());
  }

  /** This node. */
  public NodeId self() {
    return self;
  }

  /**
   * All streams that are to run in the cluster: what is left out ends. It counts where the placer
   * is on this node, and must have been read from a majority there.
   */
  public void desired(List<DesiredStream> streams) {
    inputs.tell(new PlacerInputs.Desired(List.copyOf(streams)));
  }

  /** Where streams are. */
  public PlacementDirectory directory() {
    return directory;
  }

  /**
   * Has the streams of this node moved away, before it leaves. Where there is no other node that
   * takes streams, that is at once: they end with the node.
   *
   * @param limit for moving; what is left then ends with the node
   * @return completed when none is left; fails after the limit
   */
  public CompletionStage<Done> drain(Duration limit) {
    return AskPattern.ask(agent, AgentCommand.Drain::new, limit, system.scheduler());
  }

  /** Whether another node could take streams of this one. */
  public boolean hasOthers() {
    return nodes.all().stream().anyMatch(node -> !node.self() && node.isAvailable());
  }

  /**
   * Has a stream moved to another node.
   *
   * @param node its address
   * @return why not; empty where it is on its way. Fails where no placer answers
   */
  public CompletionStage<PlacerCommand.MoveAnswer> move(String stream, String node) {
    return AskPattern.ask(
        placer,
        replyTo -> new PlacerCommand.MoveStream(stream, node, replyTo),
        ANSWER_LIMIT,
        system.scheduler());
  }

  /**
   * Has a node emptied, though it stays a member, or take streams again.
   *
   * @param node its address
   * @return why not; empty where it was told. Fails where no placer answers
   */
  public CompletionStage<PlacerCommand.MoveAnswer> cordon(String node, boolean cordoned) {
    return AskPattern.ask(
        placer,
        replyTo -> new PlacerCommand.CordonNode(node, cordoned, replyTo),
        ANSWER_LIMIT,
        system.scheduler());
  }

  /** Tells nothing of the members any more; the actors end with their system. */
  @Override
  public void close() {
    nodes.unlisten(onNodes);
  }
}
