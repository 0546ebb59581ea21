package sluice.cluster.state;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.SupervisorStrategy;
import org.apache.pekko.actor.typed.javadsl.AbstractBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.Receive;
import org.apache.pekko.cluster.ddata.typed.javadsl.Replicator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import sluice.cluster.Terms;
import sluice.cluster.state.StateReplicator.Outcome;
import sluice.cluster.state.StateReplicator.Reach;

/**
 * The one that changes streams in the cluster, on one node at a time. A change names the version
 * that it was decided by; of two that name the same one, the second is refused. It is acknowledged
 * once a majority has it on the disk.
 *
 * <p>Never blocks. While it can't reach a majority it refuses changes, and tries to begin again
 * each second.
 */
final class StreamWriter extends AbstractBehavior<WriterCommand> {
  private static final Logger LOG = LoggerFactory.getLogger(StreamWriter.class);
  private static final String OTHER_WRITER = "another node writes changes now";
  private static final Duration PAUSE = Duration.ofSeconds(1);

  /** Who asked has given up by the time that a change has waited so long and is then written. */
  private static final Duration PATIENCE = Duration.ofMillis(1_500);

  private final StateReplicator replicator;
  private final StreamCipher cipher;
  private final WriterStart start;
  private final ChangeQueues queues = new ChangeQueues();
  private final Map<String, StreamRecord> records = new HashMap<>();

  /** Its own; {@link Term#NONE} until it has begun. */
  private Term term = Term.NONE;

  private Term lastSeen = Term.NONE;
  private int changes;

  private StreamWriter(
      ActorContext<WriterCommand> context, StateReplicator replicator, StreamCipher cipher) {
    super(context);
    this.replicator = replicator;
    this.cipher = cipher;
    start = new WriterStart(replicator, UUID.randomUUID().toString());
    for (StateKey<StreamBucket> key : StateKey.STREAMS) {
      replicator.subscribe(key, buckets(context));
    }
    replicator.subscribe(StateKey.TERM, terms(context));
    begin();
  }

  /**
   * Its behaviour, to be run on one node of the cluster at a time.
   *
   * @param cipher as all nodes have it
   */
  static Behavior<WriterCommand> create(StateReplicator replicator, StreamCipher cipher) {
    return Behaviors.supervise(
            Behaviors.<WriterCommand>setup(
                context -> new StreamWriter(context, replicator, cipher)))
        .onFailure(SupervisorStrategy.restartWithBackoff(PAUSE, PAUSE.multipliedBy(10), 0.2));
  }

  @SuppressWarnings("unchecked") // a class can't name the type within
  private static org.apache.pekko.actor.typed.ActorRef<Replicator.SubscribeResponse<StreamBucket>>
      buckets(ActorContext<WriterCommand> context) {
    return context.messageAdapter(
        (Class<Replicator.SubscribeResponse<StreamBucket>>)
            (Class<?>) Replicator.SubscribeResponse.class,
        answer -> StreamWriter.seen(answer));
  }

  @SuppressWarnings("unchecked") // a class can't name the type within
  private static org.apache.pekko.actor.typed.ActorRef<Replicator.SubscribeResponse<Term>> terms(
      ActorContext<WriterCommand> context) {
    return context.messageAdapter(
        (Class<Replicator.SubscribeResponse<Term>>) (Class<?>) Replicator.SubscribeResponse.class,
        answer -> StreamWriter.seen(answer));
  }

  private static WriterCommand seen(Replicator.SubscribeResponse<?> answer) {
    if (answer instanceof Replicator.Changed<?> changed) {
      if (changed.dataValue() instanceof Term term) {
        return new WriterCommand.TermSeen(term);
      } else if (changed.dataValue() instanceof StreamBucket bucket) {
        return new WriterCommand.Changed(bucket);
      }
    }
    return new WriterCommand.Changed(StreamBucket.EMPTY);
  }

  @Override
  public Receive<WriterCommand> createReceive() {
    return newReceiveBuilder()
        .onMessage(WriterCommand.Change.class, this::onChange)
        .onMessage(WriterCommand.Written.class, this::onWritten)
        .onMessage(WriterCommand.Changed.class, this::onChanged)
        .onMessage(WriterCommand.TermSeen.class, this::onTermSeen)
        .onMessage(WriterCommand.Begun.class, this::onBegun)
        .onMessage(WriterCommand.NotBegun.class, _ -> onNotBegun())
        .onMessage(WriterCommand.Retry.class, _ -> begin())
        .build();
  }

  private boolean hasBegun() {
    return !term.equals(Term.NONE);
  }

  private Behavior<WriterCommand> begin() {
    getContext()
        .pipeToSelf(
            start.begin(), (begun, _) -> begun == null ? new WriterCommand.NotBegun() : begun);
    return this;
  }

  private Behavior<WriterCommand> onBegun(WriterCommand.Begun begun) {
    term = begun.term();
    changes = 0;
    take(begun.records());
    if (term.isOver(lastSeen)) {
      return beginAnew();
    }
    LOG.info("cluster: this node writes what is changed of streams, as term {}", term.number());
    StateKey.STREAMS.forEach(this::proceed);
    return this;
  }

  private Behavior<WriterCommand> onNotBegun() {
    String why = replicator.quorum().missing().orElse("not enough nodes have answered in time");
    refuseAll(why);
    getContext().scheduleOnce(PAUSE, getContext().getSelf(), new WriterCommand.Retry());
    return this;
  }

  private Behavior<WriterCommand> onTermSeen(WriterCommand.TermSeen seen) {
    if (lastSeen.isOver(seen.term())) {
      lastSeen = seen.term();
    }
    return hasBegun() && term.isOver(lastSeen) ? beginAnew() : this;
  }

  private Behavior<WriterCommand> beginAnew() {
    LOG.warn("cluster: another node writes what is changed of streams; this one begins anew");
    term = Term.NONE;
    refuseAll(OTHER_WRITER);
    return begin();
  }

  private void refuseAll(String why) {
    queues.clear().forEach(change -> change.replyTo().tell(new WriterReply.Refused(why)));
  }

  private Behavior<WriterCommand> onChanged(WriterCommand.Changed changed) {
    take(changed.bucket().records());
    return this;
  }

  private void take(Map<String, StreamRecord> seen) {
    seen.forEach((id, record) -> records.merge(id, record, StreamRecord::later));
  }

  private Behavior<WriterCommand> onChange(WriterCommand.Change change) {
    if (!queues.add(change, System.nanoTime())) {
      change.replyTo().tell(new WriterReply.Refused("too many changes wait to be kept"));
    } else if (hasBegun()) {
      proceed(StateKey.ofStream(change.id()));
    }
    return this;
  }

  /** Writes the next change of a part, where none is under way. */
  private void proceed(StateKey<StreamBucket> key) {
    boolean idle = true;
    while (idle) {
      Optional<ChangeQueues.Waiting> next = queues.next(key);
      if (next.isEmpty()) {
        return;
      }
      WriterCommand.Change change = next.get().change();
      Optional<WriterReply> refusal = refusal(next.get());
      if (refusal.isPresent()) {
        change.replyTo().tell(refusal.get());
        queues.finish(key);
      } else {
        idle = false;
        write(key, change);
      }
    }
  }

  private Optional<WriterReply> refusal(ChangeQueues.Waiting waiting) {
    if (System.nanoTime() - waiting.since() > PATIENCE.toNanos()) {
      return Optional.of(new WriterReply.Refused("changes before it took too long"));
    }
    Optional<String> missing = replicator.quorum().missing();
    if (missing.isPresent()) {
      return Optional.of(new WriterReply.Refused(missing.get()));
    }
    WriterCommand.Change change = waiting.change();
    StreamRecord now = records.getOrDefault(change.id(), StreamRecord.NONE);
    if (now.version() != change.expected()) {
      return Optional.of(new WriterReply.Conflict());
    }
    if (change.text().isPresent() && opened(change).isEmpty()) {
      return Optional.of(
          new WriterReply.Refused(
              "the node that writes changes has another sluice.cluster.state-key (expected: the"
                  + " same on all nodes)"));
    }
    return hasRoom(change)
        ? Optional.empty()
        : Optional.of(
            new WriterReply.Refused(
                "the settings of too many streams, or too long ones, would be kept"));
  }

  private Optional<String> opened(WriterCommand.Change change) {
    return change.text().flatMap(text -> cipher.open(change.id(), change.expected(), text));
  }

  /** A pause and a removal always have: else nothing could be removed any more. */
  private boolean hasRoom(WriterCommand.Change change) {
    if (change.text().isEmpty()) {
      return true;
    }
    StateKey<StreamBucket> key = StateKey.ofStream(change.id());
    int bytes = change.text().get().length();
    for (Map.Entry<String, StreamRecord> each : records.entrySet()) {
      if (!each.getKey().equals(change.id()) && StateKey.ofStream(each.getKey()).equals(key)) {
        bytes += each.getKey().length() + each.getValue().size();
      }
    }
    return bytes <= StreamBucket.MOST_BYTES;
  }

  private void write(StateKey<StreamBucket> key, WriterCommand.Change change) {
    changes++;
    long version = Terms.numbered(term.number(), changes);
    StreamRecord record =
        new StreamRecord(
            version,
            change.paused(),
            opened(change).map(text -> cipher.seal(change.id(), version, text)));
    Term writing = term;
    getContext()
        .pipeToSelf(
            replicator.write(
                key,
                StreamBucket.EMPTY,
                Reach.MAJORITY,
                bucket -> bucket.with(change.id(), record)),
            (outcome, _) ->
                new WriterCommand.Written(
                    writing, change, record, outcome == null ? Outcome.UNSURE : outcome));
  }

  private Behavior<WriterCommand> onWritten(WriterCommand.Written written) {
    WriterCommand.Change change = written.change();
    boolean own = written.term().equals(term);
    if (written.outcome() != Outcome.NOT_MADE) {
      // This node's replica has it, and gives it to others, acknowledged or not.
      take(Map.of(change.id(), written.record()));
    }
    change
        .replyTo()
        .tell(
            switch (written.outcome()) {
              case KEPT ->
                  own
                      ? new WriterReply.Kept(written.record())
                      : new WriterReply.Unsure(OTHER_WRITER);
              case NOT_MADE -> new WriterReply.Refused("not enough nodes are members");
              case UNSURE ->
                  new WriterReply.Unsure("not enough nodes have it on the disk within the time");
            });
    if (own) {
      StateKey<StreamBucket> key = StateKey.ofStream(change.id());
      queues.finish(key);
      proceed(key);
    }
    return this;
  }
}
