package sluice.cluster.stream;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.function.BiConsumer;
import org.apache.pekko.Done;
import org.apache.pekko.actor.typed.ActorRef;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import sluice.core.SluiceException;

/**
 * What an agent knows and does, without its actor.
 *
 * <p>Commands may come late, twice, or not at all. One is followed only if its epoch is not below
 * what a placer has claimed, nor below that of the last command about the same stream; one that was
 * followed already is answered again.
 */
final class AgentBook {
  private static final Logger LOG = LoggerFactory.getLogger(AgentBook.class);

  /** Of streams that ended here the last commands are kept; late ones are seconds late. */
  private static final int MOST_ENDED = 20_000;

  private final NodeId self;
  private final LocalStreams streams;
  private final BiConsumer<String, CompletionStage<Done>> halting;
  private final Map<String, Local> runs = new LinkedHashMap<>();
  private final Map<String, Long> ended = new LinkedHashMap<>();
  private long claimed;
  private long highest;
  private boolean leaving;
  private boolean cordoned;
  private @Nullable ActorRef<AgentReply> placer;

  /** A stream of this node. */
  private static final class Local {
    long epoch;
    long version;
    boolean halting;

    /** To be run once it has ended. */
    AgentCommand.@Nullable Run next;

    /** Who waits for its end. */
    @Nullable ActorRef<AgentReply> waiting;
  }

  /**
   * An agent's book without streams.
   *
   * @param halting told of each stream that ends; {@link #ended} is to be called for it then
   */
  AgentBook(NodeId self, LocalStreams streams, BiConsumer<String, CompletionStage<Done>> halting) {
    this.self = self;
    this.streams = streams;
    this.halting = halting;
  }

  boolean isEmpty() {
    return runs.isEmpty();
  }

  /** From now on no stream begins here. */
  void leave() {
    leaving = true;
  }

  /** Whether streams may begin here. */
  void cordon(boolean closed) {
    cordoned = closed;
    if (closed) {
      sayLeaving();
    }
  }

  /** Tells the placer, if one is known, that the node leaves. */
  void sayLeaving() {
    ActorRef<AgentReply> to = placer;
    if (to != null) {
      to.tell(new AgentReply.Leaving(self));
    }
  }

  void what(AgentCommand.What what) {
    if (what.epoch() != 0 && what.epoch() >= claimed) {
      claimed = what.epoch();
      placer = what.replyTo();
    }
    highest = Math.max(highest, what.epoch());
    List<ReportedRun> states = new ArrayList<>();
    runs.forEach(
        (id, local) ->
            states.add(
                new ReportedRun(
                    id, local.epoch, local.version, local.halting, streams.weight(id))));
    what.replyTo()
        .tell(new AgentReply.Report(self, what.ask(), highest, leaving || cordoned, states));
  }

  void run(AgentCommand.Run run) {
    if (!isCurrent(run.id(), run.epoch(), run.replyTo())) {
      return;
    }
    Local local = runs.get(run.id());
    if (local == null) {
      start(run);
    } else if (local.halting) {
      local.epoch = run.epoch();
      local.next = run;
    } else if (local.epoch == run.epoch()) {
      run.replyTo().tell(new AgentReply.Ran(self, run.id(), run.epoch()));
    } else {
      apply(run, local);
    }
  }

  /** Whether a command is to be followed; one of a placer before is answered. */
  private boolean isCurrent(String id, long epoch, ActorRef<AgentReply> replyTo) {
    if (epoch < claimed) {
      replyTo.tell(new AgentReply.Outdated(self, id, claimed));
      return false;
    }
    highest = Math.max(highest, epoch);
    Local local = runs.get(id);
    long last = local == null ? ended.getOrDefault(id, 0L) : local.epoch;
    return epoch >= last;
  }

  private void start(AgentCommand.Run run) {
    Local local = new Local();
    if (leaving || cordoned) {
      fail(run, "node " + self + (leaving ? " leaves" : " takes no streams, as it was told to"));
    } else if (apply(run, local)) {
      ended.remove(run.id());
      runs.put(run.id(), local);
    }
  }

  private boolean apply(AgentCommand.Run run, Local local) {
    try {
      streams.run(run.id(), run.spec(), run.paused(), run.epoch());
    } catch (SluiceException unusable) {
      fail(run, String.valueOf(unusable.getMessage()));
      return false;
    }
    local.epoch = run.epoch();
    local.version = run.version();
    run.replyTo().tell(new AgentReply.Ran(self, run.id(), run.epoch()));
    return true;
  }

  private void fail(AgentCommand.Run run, String reason) {
    run.replyTo().tell(new AgentReply.Failed(self, run.id(), run.epoch(), reason));
  }

  void halt(AgentCommand.Halt halt) {
    if (!isCurrent(halt.id(), halt.epoch(), halt.replyTo())) {
      return;
    }
    Local local = runs.get(halt.id());
    if (local == null) {
      remember(halt.id(), halt.epoch());
      halt.replyTo().tell(new AgentReply.Halted(self, halt.id(), halt.epoch()));
      return;
    }
    local.epoch = halt.epoch();
    local.next = null;
    local.waiting = halt.replyTo();
    if (!local.halting) {
      local.halting = true;
      halting.accept(halt.id(), streams.halt(halt.id(), halt.removed()));
    }
  }

  private void remember(String id, long epoch) {
    ended.remove(id);
    ended.put(id, epoch);
    if (ended.size() > MOST_ENDED) {
      ended.remove(ended.keySet().iterator().next());
    }
  }

  /**
   * A stream that was ending has ended, or could not.
   *
   * @param failure why it could not: it counts as running then
   */
  void ended(String id, @Nullable Throwable failure) {
    Local local = runs.get(id);
    if (local == null || !local.halting) {
      return;
    }
    local.halting = false;
    AgentCommand.Run next = local.next;
    local.next = null;
    if (failure != null) {
      LOG.error("stream {} did not end; the placer asks again", id, failure);
      if (next != null) {
        apply(next, local);
      }
      return;
    }
    runs.remove(id);
    remember(id, local.epoch);
    if (next != null) {
      start(next);
    } else if (local.waiting != null) {
      local.waiting.tell(new AgentReply.Halted(self, id, local.epoch));
    }
  }
}
