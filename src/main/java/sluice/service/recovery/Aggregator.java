package sluice.service.recovery;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.Function;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;

/**
 * Scatter-gather of one question to many actors: answers with their replies in the order of
 * arrival, without those that miss the timeout. Lives for one question.
 */
public final class Aggregator {
  /** Actors don't block: one that is alive answers long before. */
  static final Duration PATIENCE = Duration.ofSeconds(2);

  private Aggregator() {}

  private sealed interface Message<A> {}

  private record Answer<A>(A value) implements Message<A> {}

  private record Enough<A>() implements Message<A> {}

  /**
   * Asks.
   *
   * @param context of the actor whose child the aggregator is
   * @param targets the actors to ask
   * @param question makes the message, with the aggregator as the address for replies
   * @param replyTo gets the list
   */
  public static <C, A> void start(
      ActorContext<?> context,
      Collection<ActorRef<C>> targets,
      Function<ActorRef<A>, C> question,
      ActorRef<List<A>> replyTo) {
    List<ActorRef<C>> asked = List.copyOf(targets);
    context.spawnAnonymous(Aggregator.<C, A>create(asked, question, replyTo));
  }

  private static <C, A> Behavior<Message<A>> create(
      List<ActorRef<C>> targets, Function<ActorRef<A>, C> question, ActorRef<List<A>> replyTo) {
    return Behaviors.setup(
        context ->
            Behaviors.withTimers(
                timers -> {
                  List<A> answers = new ArrayList<>();
                  if (targets.isEmpty()) {
                    replyTo.tell(List.of());
                    return Behaviors.stopped();
                  }
                  timers.startSingleTimer(new Enough<>(), PATIENCE);
                  Function<A, Message<A>> wrap = Answer::new;
                  ActorRef<A> adapter = context.spawnAnonymous(forward(context.getSelf(), wrap));
                  targets.forEach(target -> target.tell(question.apply(adapter)));
                  return Behaviors.receiveMessage(
                      message -> {
                        if (message instanceof Answer<A>(A value)) {
                          answers.add(value);
                          if (answers.size() < targets.size()) {
                            return Behaviors.same();
                          }
                        }
                        replyTo.tell(List.copyOf(answers));
                        return Behaviors.stopped();
                      });
                }));
  }

  /** An adapter without a class token, which a generic answer doesn't have. */
  private static <A, M> Behavior<A> forward(ActorRef<M> target, Function<A, M> wrap) {
    return Behaviors.receiveMessage(
        answer -> {
          target.tell(wrap.apply(answer));
          return Behaviors.same();
        });
  }
}
