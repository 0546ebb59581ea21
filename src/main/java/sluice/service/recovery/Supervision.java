package sluice.service.recovery;

import java.util.function.BiFunction;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.BehaviorInterceptor;
import org.apache.pekko.actor.typed.SupervisorStrategy;
import org.apache.pekko.actor.typed.TypedActorContext;
import org.apache.pekko.actor.typed.javadsl.AbstractBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.TimerScheduler;
import org.jspecify.annotations.Nullable;

/**
 * Supervision of the service's actors: one that fails is logged and restarted, and never leaves
 * what it owns without an owner. An actor that owns runs, sinks or models is restarted as the same
 * object, whose children, watches and leases are still there, and is told why; it then takes down
 * or makes anew what may be broken, with its own backoff. Its timers are cancelled.
 */
public final class Supervision {
  private Supervision() {}

  /** An actor that can go on after one of its messages has failed. */
  public interface Recoverable {
    /** Begins to work, once. What it throws is recovered from as a failed message is. */
    void begin();

    /**
     * Brings the actor into a state in which it goes on by itself. Timers are cancelled, and what
     * the failed message was to do is done in part. Must not throw: the actor would end.
     */
    void recover(Throwable failure);
  }

  /**
   * An actor that is told of its failures.
   *
   * @param first makes it, must not throw; {@link Recoverable#begin} may
   */
  public static <T, A extends AbstractBehavior<T> & Recoverable> Behavior<T> recovering(
      Class<T> messages, BiFunction<ActorContext<T>, TimerScheduler<T>, A> first) {
    Kept<A> kept = new Kept<>();
    Behavior<T> actor =
        Behaviors.setup(
            context ->
                Behaviors.withTimers(
                    timers -> {
                      A one = kept.actor;
                      Throwable failure = kept.failure;
                      if (one == null) {
                        one = first.apply(context, timers);
                        kept.actor = one;
                        begin(context, one);
                      } else if (failure != null) {
                        kept.failure = null;
                        one.recover(failure);
                      }
                      return Behaviors.intercept(() -> new Recorder<>(messages, kept), one);
                    }));
    return Behaviors.supervise(actor)
        .onFailure(Throwable.class, SupervisorStrategy.restart().withStopChildren(false));
  }

  /** The supervisor would not restart an actor that fails here. */
  private static void begin(ActorContext<?> context, Recoverable actor) {
    try {
      actor.begin();
    } catch (RuntimeException failure) {
      context.getLog().error("it could not begin", failure);
      actor.recover(failure);
    }
  }

  /**
   * An actor that is right again with its next message: the one that failed is skipped, and whoever
   * asked gets no answer.
   */
  public static <T> Behavior<T> resuming(Behavior<T> actor) {
    return Behaviors.supervise(actor).onFailure(Throwable.class, SupervisorStrategy.resume());
  }

  /** What outlives a restart; for the actor's own thread. */
  private static final class Kept<A> {
    @Nullable A actor;
    @Nullable Throwable failure;
  }

  /** Keeps the failure, which the supervisor does not tell. */
  private static final class Recorder<T> extends BehaviorInterceptor<T, T> {
    private final Kept<?> kept;

    Recorder(Class<T> messages, Kept<?> kept) {
      super(messages);
      this.kept = kept;
    }

    @Override
    public Behavior<T> aroundReceive(
        TypedActorContext<T> context, T message, ReceiveTarget<T> target) {
      try {
        return target.apply(context, message);
      } catch (RuntimeException | Error e) {
        kept.failure = e;
        throw e;
      }
    }
  }
}
