package sluice.service;

import java.time.Duration;
import org.apache.pekko.Done;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.AbstractBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.Receive;
import org.apache.pekko.actor.typed.javadsl.TimerScheduler;
import org.jspecify.annotations.Nullable;
import sluice.config.settings.ServiceConfig;
import sluice.config.settings.StreamConfig;
import sluice.service.model.ModelRegistry;
import sluice.service.recovery.Supervision;
import sluice.service.stream.StreamManager;
import sluice.service.stream.StreamSpec;

/**
 * The root of the service: starts the models' registry and the streams' manager, and ends them in
 * order.
 */
public final class Guardian extends AbstractBehavior<Guardian.Command> {
  private final ActorRef<ModelRegistry.Command> models;
  private final ActorRef<StreamManager.Command> streams;
  private final TimerScheduler<Command> timers;
  private @Nullable Stop stopping;

  /** Messages to the guardian. */
  public sealed interface Command {}

  /** Requests the service's main actors. */
  public record GetParts(ActorRef<Parts> replyTo) implements Command {}

  /**
   * Ends the service: sources are read no further, frames in flight and sinks are finished. The
   * guardian answers and ends when that is done, or when the time is over.
   *
   * @param timeout what isn't finished then is abandoned
   */
  public record Stop(Duration timeout, ActorRef<Stopped> replyTo) implements Command {}

  /**
   * The service has ended.
   *
   * @param inOrder whether everything was finished in time
   */
  public record Stopped(boolean inOrder) {}

  /**
   * The service's main actors.
   *
   * @param models has the models
   * @param streams has the streams
   */
  public record Parts(
      ActorRef<ModelRegistry.Command> models, ActorRef<StreamManager.Command> streams) {}

  private record StreamsEnded() implements Command {}

  private record ModelsEnded() implements Command {}

  private record TimeIsOver() implements Command {}

  private Guardian(
      ActorContext<Command> context,
      TimerScheduler<Command> timers,
      ServiceConfig config,
      ServicePorts ports) {
    super(context);
    this.timers = timers;
    this.models = context.spawn(ModelRegistry.create(config.recovery(), ports.models()), "models");
    this.streams =
        context.spawn(StreamManager.create(config.recovery(), ports.streams(), models), "streams");
    models.tell(new ModelRegistry.Apply(config.models()));
    for (StreamConfig stream : config.streams().values()) {
      streams.tell(
          new StreamManager.Put(
              StreamSpec.of(config, stream, StreamSpec.Origin.FILE),
              false,
              StreamManager.STARTED,
              context.getSystem().ignoreRef()));
    }
  }

  /** A service with the models and streams of a configuration, which start at once. */
  public static Behavior<Command> create(ServiceConfig config, ServicePorts ports) {
    return Supervision.resuming(
        Behaviors.setup(
            context ->
                Behaviors.withTimers(timers -> new Guardian(context, timers, config, ports))));
  }

  @Override
  public Receive<Command> createReceive() {
    return newReceiveBuilder()
        .onMessage(GetParts.class, this::onGetParts)
        .onMessage(Stop.class, this::onStop)
        .onMessage(StreamsEnded.class, message -> onStreamsEnded())
        .onMessage(ModelsEnded.class, message -> answer(true))
        .onMessage(TimeIsOver.class, message -> answer(false))
        .build();
  }

  private Behavior<Command> onGetParts(GetParts message) {
    message.replyTo().tell(new Parts(models, streams));
    return this;
  }

  private Behavior<Command> onStop(Stop stop) {
    if (stopping == null) {
      stopping = stop;
      timers.startSingleTimer(new TimeIsOver(), stop.timeout());
      streams.tell(
          new StreamManager.Stop(
              getContext().messageAdapter(Done.class, done -> new StreamsEnded())));
    }
    return this;
  }

  private Behavior<Command> onStreamsEnded() {
    ActorRef<Command> self = getContext().getSelf();
    models.tell(
        new ModelRegistry.Stop(
            getContext()
                .spawnAnonymous(
                    Behaviors.<Done>receiveMessage(
                        done -> {
                          self.tell(new ModelsEnded());
                          return Behaviors.stopped();
                        }))));
    return this;
  }

  private Behavior<Command> answer(boolean inOrder) {
    Stop stop = stopping;
    if (stop != null) {
      stop.replyTo().tell(new Stopped(inOrder));
    }
    return Behaviors.stopped();
  }
}
