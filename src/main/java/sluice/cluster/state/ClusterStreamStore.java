package sluice.cluster.state;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.javadsl.AskPattern;
import sluice.core.ErrorCode;
import sluice.core.SluiceException;
import sluice.service.control.PersistedStreams;
import sluice.service.control.StreamStore;

/**
 * Store of a node of a cluster: asks the one writer for each change, and knows what the others
 * change. What was acknowledged is on the disks of a majority. Thread-safe.
 */
public final class ClusterStreamStore implements StreamStore {
  /** For the writer's answer; it needs 3 s at the most for a change, and for one before it. */
  private static final Duration LIMIT = Duration.ofSeconds(5);

  private final ActorSystem<?> system;
  private final Quorum quorum;
  private final StreamCipher cipher;
  private final StreamView view;
  private final ActorRef<WriterCommand> writer;
  private final List<Runnable> listeners = new CopyOnWriteArrayList<>();

  /**
   * A store that knows what this node's replica has.
   *
   * @param view filled
   * @param writer wherever it is
   */
  ClusterStreamStore(
      ActorSystem<?> system,
      Quorum quorum,
      StreamCipher cipher,
      StreamView view,
      ActorRef<WriterCommand> writer) {
    this.system = system;
    this.quorum = quorum;
    this.cipher = cipher;
    this.view = view;
    this.writer = writer;
  }

  /** What this node knows: all that it was acknowledged, and what has come from others so far. */
  @Override
  public PersistedStreams kept() {
    return view.content();
  }

  /** The version of a stream, which rises with each change of it; 0 where nothing is kept. */
  public long version(String id) {
    return view.version(id);
  }

  /**
   * {@inheritDoc} Each stream that differs is asked for by itself, 5 s at the most; where one fails
   * those before it stay.
   */
  @Override
  public void save(PersistedStreams had, PersistedStreams content) {
    NavigableSet<String> ids = new TreeSet<>();
    for (PersistedStreams each : List.of(had, content)) {
      ids.addAll(each.streams().keySet());
      ids.addAll(each.paused());
    }
    for (String id : ids) {
      Wish wish = Wish.of(content, id);
      if (!wish.equals(Wish.of(had, id))) {
        save(id, Wish.of(had, id), wish);
      }
    }
  }

  /** {@inheritDoc} Has the same written once more, 5 s at the most. */
  @Override
  public void confirm(PersistedStreams had, String id) {
    Wish wish = Wish.of(had, id);
    save(id, wish, wish);
  }

  private void save(String id, Wish had, Wish wish) {
    switch (ask(id, had, wish)) {
      case WriterReply.Kept(StreamRecord record) -> {
        var _ = view.take(Map.of(id, record)); // so that what is read next has it
      }
      case WriterReply.Conflict _ -> throw conflict(id);
      case WriterReply.Refused(String why) -> throw notMade(id, why);
      case WriterReply.Unsure(String why) -> throw unsure(id, why);
    }
  }

  private WriterReply ask(String id, Wish had, Wish wish) {
    long version;
    synchronized (view) {
      if (view.isUnreadable(id)) {
        throw notMade(
            id,
            "it is kept with another sluice.cluster.state-key (expected: the same on all nodes)");
      }
      if (!Wish.of(view.content(), id).equals(had)) {
        throw conflict(id);
      }
      version = view.version(id);
    }
    Optional<String> missing = quorum.missing();
    if (missing.isPresent()) {
      throw notMade(id, missing.get());
    }
    Optional<String> sealed = wish.text().map(text -> cipher.seal(id, version, text));
    CompletionStage<WriterReply> answer =
        AskPattern.ask(
            writer,
            replyTo -> new WriterCommand.Change(id, version, wish.paused(), sealed, replyTo),
            LIMIT,
            system.scheduler());
    try {
      return answer.toCompletableFuture().get(LIMIT.toMillis() + 1_000, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw unsure(id, "this service ends");
    } catch (ExecutionException | TimeoutException e) {
      throw unsure(
          id,
          "the node that writes changes has not answered within %d s".formatted(LIMIT.toSeconds()));
    }
  }

  private static SluiceException conflict(String id) {
    return notMade(
        id, "it was changed on another node at the same time (expected: look at it, ask again)");
  }

  private static SluiceException notMade(String id, String why) {
    return new SluiceException(
        ErrorCode.OUTPUT,
        "the change of stream %s can't be kept: %s; it was not made".formatted(id, why));
  }

  private static SluiceException unsure(String id, String why) {
    return new SluiceException(
        ErrorCode.OUTPUT,
        "the change of stream %s can't be kept: %s; it may still come (expected: look at it, ask again)"
            .formatted(id, why));
  }

  /** By this node's replicator's thread of messages. */
  @Override
  public void listen(Runnable changed) {
    listeners.add(changed);
  }

  /** Takes over what has come from others. */
  void take(StreamBucket bucket) {
    if (view.take(bucket.records())) {
      listeners.forEach(Runnable::run);
    }
  }

  /** Nothing to do: what it uses ends with the actor system. */
  @Override
  public void close() {}

  /** What is to be kept of a stream. */
  private record Wish(Optional<String> text, boolean paused) {
    static Wish of(PersistedStreams content, String id) {
      return new Wish(
          Optional.ofNullable(content.streams().get(id)), content.paused().contains(id));
    }
  }
}
