package sluice.cluster.state;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.Props;
import org.apache.pekko.actor.typed.javadsl.AskPattern;
import org.apache.pekko.cluster.ddata.ReplicatedData;
import org.apache.pekko.cluster.ddata.typed.javadsl.Replicator;
import org.apache.pekko.cluster.ddata.typed.javadsl.ReplicatorSettings;
import scala.concurrent.duration.FiniteDuration;

/** This node's replica of the cluster's data. All answers come within limits. Thread-safe. */
final class StateReplicator {
  /** For an answer of a majority. */
  static final Duration MAJORITY_LIMIT = Duration.ofSeconds(3);

  /** For an answer of this node's own replica, which may have to read its files first. */
  static final Duration LOCAL_LIMIT = Duration.ofSeconds(10);

  private static final String DISK_THREAD = "pekko.cluster.distributed-data.durable.pinned-store";
  private static final FiniteDuration NOTIFY = FiniteDuration.create(200, TimeUnit.MILLISECONDS);

  private final ActorSystem<?> system;
  private final ActorRef<Replicator.Command> replicator;
  private final Quorum quorum;
  private final StoreHealth health = new StoreHealth();

  /** What became of a change. */
  enum Outcome {
    /** Enough nodes have it on the disk. */
    KEPT,
    /** It was not made. */
    NOT_MADE,
    /** This node has it in its memory, and may give it to others. */
    UNSURE
  }

  /** Whose answer is asked for. */
  enum Reach {
    LOCAL,
    MAJORITY
  }

  /** Where not enough nodes have answered in time. */
  static final class NoAnswerException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    NoAnswerException() {
      super("not enough nodes have answered in time");
    }
  }

  private StateReplicator(ActorSystem<?> system, Path folder, Quorum quorum) {
    this.system = system;
    this.quorum = quorum;
    // Not the extension's: that one is set up by Pekko's settings, for all who use it.
    var settings =
        ReplicatorSettings.create(system)
            .withDurableKeys(Set.of(StateKey.PREFIX + "*"))
            .withDurableStoreProps(StateFiles.props(folder, health).withDispatcher(DISK_THREAD))
            .withNotifySubscribersInterval(NOTIFY)
            .withLogDataSizeExceeding(StreamBucket.MOST_BYTES * 2);
    replicator = system.systemActorOf(Replicator.behavior(settings), "sluice-state", Props.empty());
  }

  /**
   * Starts it; it reads its files before it answers.
   *
   * @param system of a node; one for each
   * @param folder that is there and that nobody else has
   */
  static StateReplicator start(ActorSystem<?> system, Path folder, Quorum quorum) {
    return new StateReplicator(system, folder, quorum);
  }

  Quorum quorum() {
    return quorum;
  }

  StoreHealth health() {
    return health;
  }

  /** Tells an actor of each change of a key, and of what it is now. */
  <T extends ReplicatedData> void subscribe(
      StateKey<T> key, ActorRef<Replicator.SubscribeResponse<T>> subscriber) {
    replicator.tell(new Replicator.Subscribe<>(key, subscriber));
  }

  /**
   * Reads a key.
   *
   * @return empty where nothing was written; fails with {@link NoAnswerException}
   */
  <T extends ReplicatedData> CompletionStage<Optional<T>> read(StateKey<T> key, Reach reach) {
    boolean local = reach == Reach.LOCAL;
    CompletionStage<Integer> first =
        local ? CompletableFuture.completedFuture(0) : requireMembers();
    return first.thenCompose(
        _ -> {
          Replicator.ReadConsistency consistency =
              local
                  ? Replicator.readLocal()
                  : new Replicator.ReadMajority(MAJORITY_LIMIT, quorum.least());
          CompletionStage<Replicator.GetResponse<T>> answer =
              AskPattern.ask(
                  replicator,
                  replyTo -> new Replicator.Get<>(key, consistency, replyTo),
                  LOCAL_LIMIT,
                  system.scheduler());
          return answer.thenApply(StateReplicator::value);
        });
  }

  private static <T extends ReplicatedData> Optional<T> value(Replicator.GetResponse<T> answer) {
    return switch (answer) {
      case Replicator.GetSuccess<T> found -> Optional.of(found.dataValue());
      case Replicator.NotFound<T> _ -> Optional.empty();
      default -> throw new NoAnswerException();
    };
  }

  /**
   * Changes a key on this node, or on a majority too.
   *
   * @param initial what is changed where there is nothing yet
   * @param change called by the replicator's thread; pure
   * @return never fails
   */
  <T extends ReplicatedData> CompletionStage<Outcome> write(
      StateKey<T> key, T initial, Reach reach, UnaryOperator<T> change) {
    if (reach == Reach.LOCAL) {
      return update(key, initial, Replicator.writeLocal(), false, change);
    }
    return requireMembers()
        .handle((count, failure) -> failure == null ? count : 0)
        .thenCompose(count -> writeMajority(key, initial, count, change));
  }

  /** The replicator counts this node in; where its disk is known to fail, one more must have it. */
  private <T extends ReplicatedData> CompletionStage<Outcome> writeMajority(
      StateKey<T> key, T initial, int members, UnaryOperator<T> change) {
    boolean failing = health.isFailing();
    int needed = Math.max(quorum.least(), members / 2 + 1) + (failing ? 1 : 0);
    if (members < needed) {
      return CompletableFuture.completedFuture(Outcome.NOT_MADE);
    }
    return update(
        key, initial, new Replicator.WriteMajority(MAJORITY_LIMIT, needed), failing, change);
  }

  private <T extends ReplicatedData> CompletionStage<Outcome> update(
      StateKey<T> key,
      T initial,
      Replicator.WriteConsistency consistency,
      boolean enoughOthers,
      UnaryOperator<T> change) {
    CompletionStage<Replicator.UpdateResponse<T>> answer =
        AskPattern.ask(
            replicator,
            replyTo -> new Replicator.Update<>(key, initial, consistency, replyTo, change),
            LOCAL_LIMIT,
            system.scheduler());
    return answer.handle(
        (response, failure) -> failure == null ? outcome(response, enoughOthers) : Outcome.UNSURE);
  }

  private <T extends ReplicatedData> Outcome outcome(
      Replicator.UpdateResponse<T> response, boolean enoughOthers) {
    return switch (response) {
      case Replicator.UpdateSuccess<T> done ->
          enoughOthers || !health.isFailing(done.key().id()) ? Outcome.KEPT : Outcome.UNSURE;
      case Replicator.ModifyFailure<T> _ -> Outcome.NOT_MADE;
      default -> Outcome.UNSURE;
    };
  }

  /**
   * Asks the replicator itself how many nodes it counts: before it has heard of the others, it
   * would take its own answer for that of all.
   */
  private CompletionStage<Integer> requireMembers() {
    CompletionStage<Replicator.ReplicaCount> answer =
        AskPattern.ask(
            replicator, Replicator.GetReplicaCount::new, LOCAL_LIMIT, system.scheduler());
    return answer.thenApply(
        count -> {
          if (count.n() < quorum.least()) {
            throw new NoAnswerException();
          }
          return count.n();
        });
  }
}
