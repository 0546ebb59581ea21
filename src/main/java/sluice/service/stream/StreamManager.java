package sluice.service.stream;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.pekko.Done;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.AbstractBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.Receive;
import org.jspecify.annotations.Nullable;
import sluice.config.settings.RecoveryConfig;
import sluice.service.model.ModelRegistry;
import sluice.service.recovery.Aggregator;
import sluice.service.recovery.FatalErrorHandler;
import sluice.service.recovery.Supervision;

/**
 * Actor that manages the streams of the service, each in a {@link StreamHost} of its own. Answers
 * come at once; what was asked for then happens in the stream's own time and shows in its status.
 */
public final class StreamManager extends AbstractBehavior<StreamManager.Command> {
  /** Cause of a stream that is there from the service's start on. */
  public static final String STARTED = "started with the service";

  private final RecoveryConfig recovery;
  private final StreamPorts ports;
  private final ActorRef<ModelRegistry.Command> registry;
  private final Map<String, ActorRef<StreamCommand>> hosts = new LinkedHashMap<>();

  /** Removed, and still finishing; what is to come under the same name waits for them. */
  private final Map<String, ActorRef<StreamCommand>> leaving = new LinkedHashMap<>();

  /** Those of them that won't be there at the next start of the service either. */
  private final Set<String> removed = new HashSet<>();

  private final Map<String, Put> waiting = new LinkedHashMap<>();

  /** Who waits for the end of a stream. */
  private final Map<String, List<ActorRef<Done>>> halting = new HashMap<>();

  private int hostNumber;
  private int stuckThreads;
  private @Nullable ActorRef<Done> stopping;

  /** Messages to the manager. */
  public sealed interface Command {}

  /**
   * Adds a stream, or gives one that is there other settings; one that doesn't change is left
   * alone.
   *
   * @param paused whether a new one waits to be resumed
   * @param cause why a new one is there, in words of an operator: the cause of its first state
   */
  public record Put(StreamSpec spec, boolean paused, String cause, ActorRef<Answer> replyTo)
      implements Command {}

  /** Ends a stream. */
  public record Remove(String id, ActorRef<Answer> replyTo) implements Command {}

  /**
   * Ends a stream, and answers when nothing of it works any more: its run has ended, or was
   * abandoned, and its sinks are closed. At once where there is none.
   *
   * @param removed whether it is gone for good; else it goes on elsewhere, or later
   */
  public record Halt(String id, boolean removed, ActorRef<Done> replyTo) implements Command {}

  /** Pauses a stream. */
  public record Pause(String id, ActorRef<Answer> replyTo) implements Command {}

  /** Resumes a stream. */
  public record Resume(String id, ActorRef<Answer> replyTo) implements Command {}

  /** Begins a stream anew. */
  public record Restart(String id, ActorRef<Answer> replyTo) implements Command {}

  /** Asks for one stream's status; empty where there is none of that name. */
  public record GetStatus(String id, ActorRef<Optional<StreamStatus>> replyTo) implements Command {}

  /** Asks for the status of all streams, in no particular order. */
  public record ListStatus(ActorRef<List<StreamStatus>> replyTo) implements Command {}

  /** Ends all streams in order, then answers and ends. */
  public record Stop(ActorRef<Done> replyTo) implements Command {}

  /** Outcome of a request. */
  public enum Answer {
    /** Accepted: it is in progress. */
    ACCEPTED,
    /** There is no stream of that name. */
    UNKNOWN
  }

  /** A decoder thread of a stream does not return. */
  record ThreadStuck(String id) implements Command {}

  /** One that was stuck came back after all. */
  record ThreadReturned(String id) implements Command {}

  private record HostEnded(String id, ActorRef<StreamCommand> host) implements Command {}

  private StreamManager(
      ActorContext<Command> context,
      RecoveryConfig recovery,
      StreamPorts ports,
      ActorRef<ModelRegistry.Command> registry) {
    super(context);
    this.recovery = recovery;
    this.ports = ports;
    this.registry = registry;
  }

  /** A manager without streams. */
  public static Behavior<Command> create(
      RecoveryConfig recovery, StreamPorts ports, ActorRef<ModelRegistry.Command> registry) {
    return Supervision.resuming(
        Behaviors.setup(context -> new StreamManager(context, recovery, ports, registry)));
  }

  @Override
  public Receive<Command> createReceive() {
    return newReceiveBuilder()
        .onMessage(Put.class, this::onPut)
        .onMessage(Remove.class, this::onRemove)
        .onMessage(Halt.class, this::onHalt)
        .onMessage(Pause.class, m -> rest(m.id(), true, new StreamCommand.Pause(), m.replyTo()))
        .onMessage(Resume.class, m -> rest(m.id(), false, new StreamCommand.Resume(), m.replyTo()))
        .onMessage(Restart.class, m -> pass(m.id(), new StreamCommand.Restart(), m.replyTo()))
        .onMessage(GetStatus.class, this::onGetStatus)
        .onMessage(ListStatus.class, this::onListStatus)
        .onMessage(Stop.class, this::onStop)
        .onMessage(ThreadStuck.class, this::onThreadStuck)
        .onMessage(ThreadReturned.class, message -> onThreadReturned())
        .onMessage(HostEnded.class, this::onHostEnded)
        .build();
  }

  private Behavior<Command> onPut(Put put) {
    ActorRef<StreamCommand> host = hosts.get(put.spec().id());
    if (stopping != null) {
      put.replyTo().tell(Answer.UNKNOWN);
      return this;
    }
    if (host != null) {
      host.tell(new StreamCommand.Apply(put.spec()));
    } else if (leaving.containsKey(put.spec().id())) {
      waiting.put(put.spec().id(), put);
    } else {
      spawn(put);
    }
    put.replyTo().tell(Answer.ACCEPTED);
    return this;
  }

  private void spawn(Put put) {
    String id = put.spec().id();
    StreamContext environment =
        new StreamContext(recovery, ports, registry, getContext().getSelf());
    ActorRef<StreamCommand> host =
        getContext()
            .spawn(
                StreamHost.create(put.spec(), put.paused(), put.cause(), environment),
                "stream-" + id + "-" + ++hostNumber);
    getContext().watchWith(host, new HostEnded(id, host));
    hosts.put(id, host);
  }

  private Behavior<Command> onRemove(Remove remove) {
    remove.replyTo().tell(end(remove.id(), true) ? Answer.ACCEPTED : Answer.UNKNOWN);
    return this;
  }

  private Behavior<Command> onHalt(Halt halt) {
    end(halt.id(), halt.removed());
    if (leaving.containsKey(halt.id())) {
      halting.computeIfAbsent(halt.id(), id -> new ArrayList<>()).add(halt.replyTo());
    } else {
      halt.replyTo().tell(Done.getInstance());
    }
    return this;
  }

  /**
   * Ends a stream, also one that waits to begin.
   *
   * @param forGood whether it won't be there at the next start of the service either
   * @return whether there was one
   */
  private boolean end(String id, boolean forGood) {
    boolean wasWaiting = waiting.remove(id) != null;
    boolean wasThere = leave(id, forGood ? new StreamCommand.Remove() : stop());
    if (wasThere && forGood) {
      removed.add(id);
    }
    return wasThere || wasWaiting;
  }

  private StreamCommand stop() {
    return new StreamCommand.Stop(getContext().getSystem().ignoreRef());
  }

  private boolean leave(String id, StreamCommand command) {
    ActorRef<StreamCommand> host = hosts.remove(id);
    if (host == null) {
      return false;
    }
    leaving.put(id, host);
    host.tell(command);
    return true;
  }

  /** One that waits for its predecessor to leave has no host yet that could be notified. */
  private Behavior<Command> rest(
      String id, boolean rests, StreamCommand command, ActorRef<Answer> replyTo) {
    Put put = waiting.get(id);
    if (put == null) {
      return pass(id, command, replyTo);
    }
    waiting.put(id, new Put(put.spec(), rests, put.cause(), put.replyTo()));
    replyTo.tell(Answer.ACCEPTED);
    return this;
  }

  private Behavior<Command> pass(String id, StreamCommand command, ActorRef<Answer> replyTo) {
    ActorRef<StreamCommand> host = hosts.get(id);
    if (host != null) {
      host.tell(command);
    }
    replyTo.tell(host == null ? Answer.UNKNOWN : Answer.ACCEPTED);
    return this;
  }

  private Behavior<Command> onGetStatus(GetStatus message) {
    ActorRef<StreamCommand> host = hosts.get(message.id());
    if (host == null) {
      message.replyTo().tell(Optional.empty());
      return this;
    }
    Aggregator.start(
        getContext(),
        List.of(host),
        StreamCommand.GetStatus::new,
        getContext()
            .spawnAnonymous(
                Behaviors.<List<StreamStatus>>receiveMessage(
                    found -> {
                      message.replyTo().tell(found.stream().findFirst());
                      return Behaviors.stopped();
                    })));
    return this;
  }

  private Behavior<Command> onListStatus(ListStatus message) {
    Aggregator.start(getContext(), hosts.values(), StreamCommand.GetStatus::new, message.replyTo());
    return this;
  }

  private Behavior<Command> onStop(Stop stop) {
    stopping = stop.replyTo();
    waiting.clear();
    new ArrayList<>(hosts.keySet()).forEach(id -> leave(id, stop()));
    return next();
  }

  private Behavior<Command> onHostEnded(HostEnded ended) {
    leaving.remove(ended.id(), ended.host());
    hosts.remove(ended.id(), ended.host());
    if (removed.remove(ended.id())) {
      ports.runner().forget(ended.id());
    }
    List<ActorRef<Done>> halted = halting.remove(ended.id());
    if (halted != null) {
      halted.forEach(replyTo -> replyTo.tell(Done.getInstance()));
    }
    Put put = waiting.remove(ended.id());
    if (put != null) {
      spawn(put);
    }
    return next();
  }

  private Behavior<Command> next() {
    ActorRef<Done> replyTo = stopping;
    if (replyTo == null || !leaving.isEmpty()) {
      return this;
    }
    replyTo.tell(Done.getInstance());
    return Behaviors.stopped();
  }

  private Behavior<Command> onThreadStuck(ThreadStuck stuck) {
    stuckThreads++;
    getContext()
        .getLog()
        .warn(
            "stream {}: its decoder thread is stuck; {} are (max-stuck: {})",
            stuck.id(),
            stuckThreads,
            recovery.maxStuck());
    if (stuckThreads > recovery.maxStuck()) {
      ports
          .fatalErrors()
          .end(
              FatalErrorHandler.Cause.STUCK_THREADS,
              stuckThreads + " decoder threads are stuck (max-stuck: " + recovery.maxStuck() + ")");
    }
    return this;
  }

  private Behavior<Command> onThreadReturned() {
    stuckThreads--;
    return this;
  }
}
