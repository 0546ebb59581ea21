package sluice.cluster.stream;

import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.Done;
import org.apache.pekko.actor.NoSerializationVerificationNeeded;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.AbstractBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.Receive;
import org.apache.pekko.actor.typed.javadsl.TimerScheduler;
import org.jspecify.annotations.Nullable;
import sluice.service.recovery.Supervision;

/**
 * Actor that runs streams at one node, as the cluster's placer tells it; each node has one. It has
 * no will of its own: as long as it hears of no placer, everything goes on as it is. {@link
 * AgentBook} is what it does.
 */
public final class ClusterAgent extends AbstractBehavior<AgentCommand> {
  private static final Duration SAY_LEAVING_EVERY = Duration.ofSeconds(1);

  private final TimerScheduler<AgentCommand> timers;
  private final AgentBook book;
  private final NodeId self;
  private final PlacementDirectory directory;
  private final Set<ActorRef<Done>> draining = new LinkedHashSet<>();

  /** Messages of the agent to itself. */
  sealed interface Internal extends AgentCommand, NoSerializationVerificationNeeded {}

  private record Ended(String id, @Nullable Throwable failure) implements Internal {}

  private record SayLeaving() implements Internal {}

  private ClusterAgent(
      ActorContext<AgentCommand> context,
      TimerScheduler<AgentCommand> timers,
      NodeId self,
      LocalStreams streams,
      PlacementDirectory directory) {
    super(context);
    this.self = self;
    this.directory = directory;
    this.timers = timers;
    this.book = new AgentBook(self, streams, this::whenEnded);
  }

  /**
   * An agent without streams.
   *
   * @param directory learns where all streams are
   */
  public static Behavior<AgentCommand> create(
      NodeId self, LocalStreams streams, PlacementDirectory directory) {
    return Supervision.resuming(
        Behaviors.setup(
            context ->
                Behaviors.withTimers(
                    timers -> new ClusterAgent(context, timers, self, streams, directory))));
  }

  private void whenEnded(String id, CompletionStage<Done> end) {
    getContext().pipeToSelf(end, (done, failure) -> new Ended(id, failure));
  }

  @Override
  public Receive<AgentCommand> createReceive() {
    return newReceiveBuilder().onAnyMessage(this::onAny).build();
  }

  private Behavior<AgentCommand> onAny(AgentCommand message) {
    switch (message) {
      case AgentCommand.What what -> book.what(what);
      case AgentCommand.Run run -> book.run(run);
      case AgentCommand.Halt halt -> book.halt(halt);
      case AgentCommand.Cordon cordon -> book.cordon(cordon.cordoned());
      case AgentCommand.Placed placed -> {
        if (!directory.take(placed.update())) {
          placed.replyTo().tell(new AgentReply.PlacementWanted(self));
        }
      }
      case AgentCommand.Drain drain -> {
        draining.add(drain.replyTo());
        book.leave();
        sayLeaving();
      }
      case Ended ended -> book.ended(ended.id(), ended.failure());
      case SayLeaving again -> sayLeaving();
    }
    if (book.isEmpty()) {
      draining.forEach(replyTo -> replyTo.tell(Done.getInstance()));
      draining.clear();
    }
    return this;
  }

  private void sayLeaving() {
    book.sayLeaving();
    if (!book.isEmpty()) {
      timers.startSingleTimer(new SayLeaving(), SAY_LEAVING_EVERY);
    }
  }
}
