package sluice.cluster.stream;

import java.time.Duration;
import java.util.OptionalDouble;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.LongSupplier;
import org.apache.pekko.actor.NoSerializationVerificationNeeded;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.SupervisorStrategy;
import org.apache.pekko.actor.typed.javadsl.AbstractBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.Receive;
import org.apache.pekko.actor.typed.javadsl.TimerScheduler;

/**
 * Actor that says which node runs which stream; the only one of its kind in the cluster, as its
 * singleton. What it knows comes from the agents: it can end at any time, nothing that runs ends
 * with it, and another one goes on. {@link PlacementBook} is what it does.
 */
public final class ClusterPlacer extends AbstractBehavior<PlacerCommand> {
  /** Answers that come together are one reason for a plan. */
  private static final Duration PLAN_AFTER = Duration.ofMillis(20);

  /**
   * More has not passed between two messages, whatever the clock says: a placer that was suspended
   * has heard nobody meanwhile, and must not hold that against them.
   */
  private static final long MOST_MILLIS = 1000;

  private final TimerScheduler<PlacerCommand> timers;
  private final PlacementBook book;
  private final PlacementFeed feed;
  private final LongSupplier millis;
  private long seen;

  /** Messages of the placer to itself. */
  sealed interface Internal extends PlacerCommand, NoSerializationVerificationNeeded {}

  private record Tick() implements Internal {}

  private record MakePlan() implements Internal {}

  private ClusterPlacer(
      ActorContext<PlacerCommand> context,
      TimerScheduler<PlacerCommand> timers,
      PlacerSettings settings,
      Function<String, OptionalDouble> weights,
      LongSupplier millis) {
    super(context);
    this.timers = timers;
    this.millis = millis;
    this.seen = millis.getAsLong();
    ActorRef<AgentReply> self = context.getSelf().narrow();
    this.book = new PlacementBook(settings, new PlacerOutbox(self, ClusterPlacer::tell), weights);
    this.feed =
        new PlacementFeed(
            settings.reportEvery().toMillis(),
            (agent, update) -> agent.tell(new AgentCommand.Placed(update, self)));
    timers.startTimerWithFixedDelay(new Tick(), PlacementBook.TICK);
  }

  /**
   * A placer that knows nothing yet. One that fails begins again so.
   *
   * @param inputs called with each begin, on the actor's thread: to send {@link
   *     PlacerCommand.Nodes} and {@link PlacerCommand.AllDesired} now, and what changes
   * @param weights those that a placer before has measured, by stream; on the actor's thread
   * @param millis a monotonic clock: timers alone are late on a busy machine, each time a little
   */
  public static Behavior<PlacerCommand> create(
      PlacerSettings settings,
      Consumer<ActorRef<PlacerCommand>> inputs,
      Function<String, OptionalDouble> weights,
      LongSupplier millis) {
    Behavior<PlacerCommand> placer =
        Behaviors.setup(
            context ->
                Behaviors.withTimers(
                    timers -> {
                      inputs.accept(context.getSelf());
                      return new ClusterPlacer(context, timers, settings, weights, millis);
                    }));
    return Behaviors.supervise(placer)
        .onFailure(
            RuntimeException.class,
            SupervisorStrategy.restartWithBackoff(
                Duration.ofMillis(500), Duration.ofSeconds(10), 0.2));
  }

  private static void tell(PlacementNode node, AgentCommand command) {
    node.agent().ifPresent(agent -> agent.tell(command));
  }

  @Override
  public Receive<PlacerCommand> createReceive() {
    return newReceiveBuilder().onAnyMessage(this::onAny).build();
  }

  private Behavior<PlacerCommand> onAny(PlacerCommand message) {
    long now = millis.getAsLong();
    book.advance(Math.min(now - seen, MOST_MILLIS));
    seen = now;
    switch (message) {
      case PlacerCommand.Nodes nodes -> book.nodes(nodes);
      case PlacerCommand.AllDesired all -> book.allDesired(all.streams());
      case PlacerCommand.MoveStream move ->
          move.replyTo().tell(new PlacerCommand.MoveAnswer(book.move(move.id(), move.node())));
      case PlacerCommand.CordonNode cordon -> cordon.replyTo().tell(cordon(cordon));
      case AgentReply.PlacementWanted wanted -> feed.wanted(wanted.node());
      case AgentReply reply -> book.answer(reply);
      case Tick tick -> book.tick();
      case MakePlan plan -> {
        book.plan();
        if (book.leads()) {
          feed.publish(book.view(), book.members(), book.now());
        }
      }
    }
    if (book.isDirty() && !timers.isTimerActive(MakePlan.class)) {
      timers.startSingleTimer(MakePlan.class, new MakePlan(), PLAN_AFTER);
    }
    return this;
  }

  private PlacerCommand.MoveAnswer cordon(PlacerCommand.CordonNode cordon) {
    for (PlacementNode node : book.members()) {
      if (node.id().address().equals(cordon.node()) && node.agent().isPresent()) {
        node.agent().get().tell(new AgentCommand.Cordon(cordon.cordoned()));
        return PlacerCommand.MoveAnswer.ACCEPTED;
      }
    }
    return new PlacerCommand.MoveAnswer("there is no node " + cordon.node() + " that answers");
  }
}
