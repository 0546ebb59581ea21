package sluice.cluster.stream;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import sluice.cluster.Terms;
import sluice.cluster.placement.Location;
import sluice.cluster.placement.Move;
import sluice.cluster.placement.NodeOffer;
import sluice.cluster.placement.Plan;
import sluice.cluster.placement.Planner;
import sluice.cluster.placement.StreamDemand;
import sluice.cluster.placement.Waiting;
import sluice.cluster.placement.WeightEstimate;
import sluice.cluster.stream.PlacementView.NodePlace;
import sluice.cluster.stream.PlacementView.State;
import sluice.cluster.stream.PlacementView.StreamPlace;
import sluice.cluster.stream.StreamEntry.Place;
import sluice.cluster.stream.StreamEntry.Stray;

/**
 * What a placer knows and does, without its actor: told of members, desired streams, answers and
 * time, it sends commands.
 *
 * <p>It has no state but what agents tell. At its start it asks them all, claims an epoch above all
 * that it has heard of, which fences placers before it, and asks again: those answers count. A
 * stream is begun only where no node can still run it. So one that nobody names waits as long as
 * there are members that have not answered, or were removed and whose margin is not over; one that
 * moves begins when its old node has said that it ended; what a node does not answer is sent again,
 * and the stream stays that node's until it answers, or is removed and the margin is over.
 *
 * <p>Time is what {@link #tick} counts: a placer that was suspended has not waited.
 */
final class PlacementBook {
  private static final Logger LOG = LoggerFactory.getLogger(PlacementBook.class);

  /**
   * How often time is told. What happens between two ticks counts as having happened at the first,
   * up to one tick too early.
   */
  static final Duration TICK = Duration.ofMillis(250);

  /** Agents answer within milliseconds; those that have not by then are not waited for. */
  private static final long CLAIM_MILLIS = 500;

  /** A stream that runs is measured by then: it warms up, is looked at, and is told of. */
  private static final long WEIGHED_MILLIS = WeightEstimate.WARM_UP.toMillis() + 45_000;

  /** Two placers at a time, which should not be, don't chase each other. */
  private static final long OVERTAKEN_MILLIS = 2_000;

  /** Longer than changes of the desired state take to reach all nodes. */
  private static final long SETTLE_MILLIS = 10_000;

  private final PlacerSettings settings;
  private final Planner planner;
  private final Outbox outbox;
  private final Function<String, OptionalDouble> known;
  private final NodeTable nodes;
  private final Map<String, StreamEntry> streams = new TreeMap<>();

  /** Milliseconds. */
  private long now;

  private boolean hasNodes;
  private boolean hasDesired;

  /** When members and desired streams were known: agents are asked from then on. */
  private long begunAt;

  /** The epoch that was claimed; 0 as long as agents are only asked. */
  private long claim;

  private long claimedAt;

  /** Whether an agent has heard of another placer that came later. */
  private boolean overtaken;

  private boolean planning;

  /** Of the last command. */
  private long epoch;

  /** The highest that any agent has heard of. */
  private long highest;

  private long plannedAt;
  private boolean dirty;

  /** Sends commands to agents. What can't be sent is lost. */
  interface Outbox {
    void ask(PlacementNode node, long ask, long epoch);

    void run(PlacementNode node, DesiredStream stream, long epoch);

    void halt(PlacementNode node, String id, boolean removed, long epoch);
  }

  /**
   * A book that knows nothing yet.
   *
   * @param known weights that a placer before has measured, by stream
   */
  PlacementBook(PlacerSettings settings, Outbox outbox, Function<String, OptionalDouble> known) {
    this.settings = settings;
    this.known = known;
    this.planner = new Planner(settings.limits());
    this.outbox = outbox;
    this.nodes = new NodeTable(settings.margin().plus(TICK));
  }

  /** Whether something has changed since the last plan. */
  boolean isDirty() {
    return dirty;
  }

  /** Takes over the members of the cluster. */
  void nodes(PlacerCommand.Nodes members) {
    dirty = true;
    nodes.update(members, now).forEach(this::lose);
    free(nodes.expired(now));
    hasNodes = true;
    askSilent();
  }

  /** Takes over all that is desired; streams that are left out end. */
  void allDesired(List<DesiredStream> all) {
    Set<String> ids = new HashSet<>();
    for (DesiredStream one : all) {
      ids.add(one.id());
      desired(one);
    }
    for (StreamEntry entry : List.copyOf(streams.values())) {
      if (!ids.contains(entry.id)) {
        entry.desired = null;
      }
    }
    hasDesired = true;
    endUnlisted();
    askSilent();
  }

  /**
   * Ends what nobody wants. Not at the begin: what this node has of the desired state may be a
   * little older than what the placer before had.
   */
  private void endUnlisted() {
    if (!isSettled()) {
      return;
    }
    for (StreamEntry entry : List.copyOf(streams.values())) {
      boolean goesOn =
          switch (entry.place) {
            case STARTING, RUNNING -> true;
            case HALTING -> entry.target != null;
            case UNKNOWN, FREE -> entry.strays.isEmpty();
            case LOST -> false;
          };
      if (entry.desired == null && goesOn) {
        undesired(entry.id);
      }
    }
  }

  private boolean isSettled() {
    return begunAt != 0 && now - begunAt >= SETTLE_MILLIS;
  }

  /** A stream is new, or has changed. */
  void desired(DesiredStream stream) {
    dirty = true;
    boolean isNew = planning && nodes.unsure().isEmpty();
    StreamEntry entry =
        streams.computeIfAbsent(stream.id(), id -> entry(id, isNew ? Place.FREE : Place.UNKNOWN));
    DesiredStream before = entry.desired;
    if (before == null || before.version() != stream.version()) {
      entry.holdUntil = 0;
    }
    entry.desired = stream;
    update(entry);
  }

  private StreamEntry entry(String id, Place place) {
    StreamEntry entry = new StreamEntry(id, place);
    known.apply(id).ifPresent(weight -> entry.estimate = new WeightEstimate(weight));
    return entry;
  }

  /** A stream is to end. */
  void undesired(String id) {
    dirty = true;
    StreamEntry entry = streams.get(id);
    if (entry == null) {
      return;
    }
    entry.desired = null;
    entry.target = null;
    switch (entry.place) {
      case STARTING, RUNNING -> halt(entry, null, "");
      case HALTING, LOST -> entry.reason = "";
      case UNKNOWN, FREE -> forget(entry);
    }
  }

  private void forget(StreamEntry entry) {
    if (entry.strays.isEmpty()) {
      streams.remove(entry.id);
    }
  }

  /** Time goes on. */
  void tick(long millis) {
    now += millis;
    if (!isComplete()) {
      return;
    }
    free(nodes.expired(now));
    boolean collected = now - begunAt >= settings.collect().toMillis();
    boolean due = claim == 0 ? collected : overtaken && now - claimedAt >= OVERTAKEN_MILLIS;
    if (due) {
      lead();
    }
    askSilent();
    endUnlisted();
    sendAgain();
    resolve();
    for (StreamEntry entry : streams.values()) {
      if (entry.holdUntil != 0 && entry.holdUntil <= now) {
        entry.holdUntil = 0;
        entry.reason = "";
        dirty = true;
      }
    }
    if (now - plannedAt >= settings.reportEvery().toMillis()) {
      dirty = true;
    }
  }

  private boolean isComplete() {
    return hasNodes && hasDesired;
  }

  /** Takes the lead: from now on agents follow no placer before this one. */
  private void lead() {
    claim = Terms.next(Math.max(highest, epoch));
    epoch = claim;
    highest = claim;
    claimedAt = now;
    overtaken = false;
    planning = false;
    dirty = true;
    nodes.claimAnew();
    long due = now - settings.retry().toMillis();
    for (StreamEntry entry : streams.values()) {
      if (entry.place == Place.FREE) {
        entry.place = Place.UNKNOWN;
      }
      if (isUnanswered(entry)) {
        entry.epoch = ++epoch;
        entry.sentAt = due;
      }
      for (Stray stray : entry.strays.values()) {
        stray.epoch = ++epoch;
        stray.sentAt = due;
      }
    }
    nodes.present().forEach(this::ask);
  }

  private void ask(NodeTable.Node node) {
    outbox.ask(node.info, nodes.ask(node, now), claim);
  }

  private void askSilent() {
    if (!isComplete()) {
      return;
    }
    boolean first = begunAt == 0;
    if (first) {
      begunAt = Math.max(1, now);
    }
    for (NodeTable.Node node : nodes.present()) {
      boolean answered = claim == 0 ? node.reported : node.claimed;
      long wait = (answered ? settings.reportEvery() : settings.retry()).toMillis();
      if (node.ask == 0 || now - node.askedAt >= wait) {
        ask(node);
      }
    }
  }

  /** An agent says what it runs. */
  void report(AgentReply.Report report) {
    NodeTable.Node node = nodes.get(report.node());
    if (node == null) {
      return;
    }
    highest = Math.max(highest, report.epoch());
    dirty |= node.leaving != report.leaving();
    node.leaving = report.leaving();
    node.reported = true;
    if (claim == 0) {
      if (isComplete() && nodes.present().stream().allMatch(one -> one.reported)) {
        lead();
      }
      return;
    }
    if (report.ask() != node.ask) {
      return;
    }
    if (report.epoch() > epoch) {
      overtake(report.node());
      return;
    }
    dirty |= !node.claimed || report.leaving();
    nodes.claimed(node);
    reconcile(report);
    resolve();
  }

  private void overtake(NodeId node) {
    if (!overtaken) {
      overtaken = true;
      LOG.warn("node {} has heard of another placer; all nodes are asked again", node);
    }
  }

  private void reconcile(AgentReply.Report report) {
    NodeId node = report.node();
    Set<String> named = new HashSet<>();
    for (RunState run : report.runs()) {
      named.add(run.id());
      StreamEntry entry = streams.computeIfAbsent(run.id(), id -> entry(id, Place.UNKNOWN));
      if (!entry.isNewerThan(node, report.ask())) {
        reconcile(entry, node, run);
        measure(entry, run);
      }
    }
    for (StreamEntry entry : streams.values()) {
      boolean missing =
          entry.place == Place.RUNNING && entry.isAt(node) && !named.contains(entry.id);
      if (missing && !entry.isNewerThan(node, report.ask())) {
        halt(entry, null, "node " + node + " does not run it any more");
      }
    }
  }

  private void reconcile(StreamEntry entry, NodeId node, RunState run) {
    if (entry.place == Place.UNKNOWN) {
      adopt(entry, node, run);
    } else if (entry.isAt(node) && entry.place != Place.LOST) {
      if (entry.place == Place.RUNNING && run.halting()) {
        halt(entry, null, "");
      } else if (entry.place == Place.RUNNING && entry.confirmed) {
        entry.version = run.version();
        update(entry);
      }
    } else if (isLaterThan(entry, run)) {
      NodeId other = entry.node;
      adopt(entry, node, run);
      if (other != null) {
        stray(entry, other);
      }
    } else if (!entry.strays.containsKey(node)) {
      stray(entry, node);
    }
  }

  /** Whether of two runs it is the one to go on. */
  private static boolean isLaterThan(StreamEntry entry, RunState run) {
    boolean isLess = entry.place == Place.LOST || (entry.isHeld() && entry.epoch < run.epoch());
    return isLess && !run.halting();
  }

  /** Takes a stream as it was found. */
  private void adopt(StreamEntry entry, NodeId node, RunState run) {
    entry.place = Place.RUNNING;
    entry.begunAt = now;
    entry.node = node;
    entry.target = null;
    entry.epoch = run.epoch();
    entry.version = run.version();
    entry.confirmed = true;
    entry.reason = "";
    dirty = true;
    if (run.halting() || (entry.desired == null && isSettled())) {
      halt(entry, null, "");
    } else {
      update(entry);
    }
  }

  private void stray(StreamEntry entry, NodeId node) {
    LOG.warn("stream {} also runs at node {}: it ends there", entry.id, node);
    Stray stray = new Stray();
    stray.epoch = ++epoch;
    entry.strays.put(node, stray);
    send(entry, node, stray);
  }

  private void measure(StreamEntry entry, RunState run) {
    double before = entry.weight();
    if (run.weight().isPresent()) {
      double measured = run.weight().getAsDouble();
      WeightEstimate known = entry.estimate;
      entry.estimate =
          known == null
              ? WeightEstimate.UNKNOWN.measured(WeightEstimate.WARM_UP, measured)
              : known.measured(WeightEstimate.WARM_UP, measured);
    }
    dirty |= before != entry.weight();
  }

  /** An agent has followed a command to run. */
  void ran(AgentReply.Ran ran) {
    StreamEntry entry = current(ran.node(), ran.id(), ran.epoch());
    if (entry == null || entry.confirmed || entry.place == Place.HALTING) {
      return;
    }
    entry.place = Place.RUNNING;
    entry.confirmed = true;
    entry.reason = "";
    touch(entry, ran.node());
  }

  /** The stream that a node answers about; none where it answers an earlier command. */
  private @Nullable StreamEntry current(NodeId node, String id, long of) {
    StreamEntry entry = streams.get(id);
    return entry != null && entry.isAt(node) && entry.isHeld() && entry.epoch == of ? entry : null;
  }

  /** A stream has ended at a node. */
  void halted(AgentReply.Halted halted) {
    StreamEntry entry = current(halted.node(), halted.id(), halted.epoch());
    if (entry != null && entry.place == Place.HALTING) {
      next(entry);
      return;
    }
    StreamEntry other = streams.get(halted.id());
    Stray stray = other == null ? null : other.strays.get(halted.node());
    if (other != null && stray != null && stray.epoch == halted.epoch()) {
      other.strays.remove(halted.node());
      touch(other, halted.node());
      if (other.place == Place.FREE && other.desired == null) {
        forget(other);
      }
    }
  }

  private void next(StreamEntry entry) {
    NodeId target = entry.target;
    NodeTable.Node node = target == null ? null : nodes.get(target);
    free(entry);
    boolean isOpen = node != null && node.intake() == NodeOffer.Intake.OPEN;
    boolean mayRun = entry.desired != null && entry.strays.isEmpty() && entry.holdUntil <= now;
    if (target != null && isOpen && mayRun) {
      start(entry, target);
    }
  }

  /** A stream could not be begun or changed. It is ended, for what it does is not known. */
  void failed(AgentReply.Failed failed) {
    StreamEntry entry = current(failed.node(), failed.id(), failed.epoch());
    if (entry == null || entry.place == Place.HALTING) {
      return;
    }
    NodeTable.Node node = nodes.get(failed.node());
    boolean leaves = node != null && node.leaving;
    halt(entry, null, "");
    if (!leaves) {
      LOG.warn("stream {} can't run at node {}: {}", failed.id(), failed.node(), failed.reason());
      entry.reason = "node " + failed.node() + " can't run it: " + failed.reason();
      entry.holdUntil = now + settings.holdOff().toMillis();
    }
  }

  /** A command was refused. */
  void outdated(AgentReply.Outdated answer) {
    highest = Math.max(highest, answer.epoch());
    if (claim != 0 && answer.epoch() > epoch) {
      overtake(answer.node());
    }
  }

  /**
   * An operator wants a stream at another node.
   *
   * @param address the node's
   * @return why that can't be; empty where it is on its way
   */
  String move(String id, String address) {
    StreamEntry entry = streams.get(id);
    NodeTable.Node to = nodes.at(address);
    NodeId from = entry == null ? null : entry.node;
    if (entry == null || entry.desired == null) {
      return "there is no stream " + id;
    } else if (to == null || to.intake() != NodeOffer.Intake.OPEN) {
      return "node " + address + " takes no streams now";
    } else if (entry.place != Place.RUNNING || from == null) {
      return "stream " + id + " runs at no node now";
    } else if (!to.info.labels().containsAll(entry.demand().needs())) {
      return "stream %s needs %s, which node %s doesn't have"
          .formatted(id, String.join(", ", entry.demand().needs()), address);
    } else if (!to.info.id().equals(from)) {
      LOG.info("stream {} leaves node {} for node {}: an operator wants it", id, from, address);
      entry.restUntil = now + settings.rest().toMillis();
      halt(entry, to.info.id(), "an operator wants it at node " + address);
    }
    return "";
  }

  /** The members as they are known. */
  List<PlacementNode> members() {
    return nodes.present().stream().map(node -> node.info).toList();
  }

  /** Whether agents follow this placer, as far as it knows. */
  boolean leads() {
    return claim != 0 && !overtaken;
  }

  /** Milliseconds since the begin. */
  long now() {
    return now;
  }

  /** A node is about to leave. */
  void leaving(NodeId id) {
    NodeTable.Node node = nodes.get(id);
    if (node != null && !node.leaving) {
      node.leaving = true;
      dirty = true;
    }
  }

  /** What ran at a node that was removed may run there until the margin is over. */
  private void lose(NodeId lost) {
    for (StreamEntry entry : streams.values()) {
      if (lost.equals(entry.target)) {
        entry.target = null;
      }
      if (entry.isHeld() && entry.isAt(lost)) {
        entry.place = Place.LOST;
        entry.target = null;
        entry.reason = "node " + lost + " is gone, and may run it for some seconds";
      }
    }
  }

  private void free(List<NodeId> expired) {
    for (NodeId node : expired) {
      for (StreamEntry entry : List.copyOf(streams.values())) {
        boolean wasStray = entry.strays.remove(node) != null;
        boolean isFree = entry.place == Place.FREE && entry.desired == null;
        if (entry.place == Place.LOST && entry.isAt(node)) {
          free(entry);
        } else if (wasStray && isFree) {
          forget(entry);
        }
        dirty |= wasStray;
      }
    }
  }

  private void free(StreamEntry entry) {
    NodeId from = entry.node;
    dirty = true;
    entry.place = Place.FREE;
    entry.node = null;
    entry.target = null;
    entry.confirmed = false;
    if (entry.holdUntil <= now) {
      entry.reason = "";
    }
    if (from != null) {
      touch(entry, from);
    }
    if (entry.desired == null) {
      forget(entry);
    }
  }

  private void touch(StreamEntry entry, NodeId node) {
    entry.changedAt = node;
    entry.changed = nodes.asks();
    dirty = true;
  }

  private void start(StreamEntry entry, NodeId node) {
    entry.place = Place.STARTING;
    entry.begunAt = now;
    entry.node = node;
    entry.target = null;
    order(entry, node);
  }

  private void halt(StreamEntry entry, @Nullable NodeId target, String reason) {
    NodeId node = entry.node;
    if (node == null) {
      return;
    }
    entry.place = Place.HALTING;
    entry.target = target;
    entry.reason = reason;
    order(entry, node);
  }

  /** Its node is told if what is desired is not what it runs. */
  private void update(StreamEntry entry) {
    DesiredStream wanted = entry.desired;
    NodeId node = entry.node;
    boolean runs = entry.place == Place.RUNNING || entry.place == Place.STARTING;
    if (runs && wanted != null && node != null && entry.version != wanted.version()) {
      order(entry, node);
    }
  }

  /** Gives a command about a stream to its node, with an epoch of its own. */
  private void order(StreamEntry entry, NodeId node) {
    entry.epoch = ++epoch;
    entry.confirmed = false;
    touch(entry, node);
    send(entry, node);
  }

  private void send(StreamEntry entry, NodeId id) {
    entry.sentAt = now;
    NodeTable.Node node = nodes.get(id);
    DesiredStream wanted = entry.desired;
    if (node == null) {
      return;
    }
    if (entry.place == Place.HALTING) {
      outbox.halt(node.info, entry.id, wanted == null, entry.epoch);
    } else if (wanted != null) {
      entry.version = wanted.version();
      outbox.run(node.info, wanted, entry.epoch);
    }
  }

  private void send(StreamEntry entry, NodeId id, Stray stray) {
    stray.sentAt = now;
    NodeTable.Node node = nodes.get(id);
    if (node != null) {
      outbox.halt(node.info, entry.id, false, stray.epoch);
    }
  }

  private static boolean isUnanswered(StreamEntry entry) {
    return entry.isHeld() && !entry.confirmed;
  }

  private void sendAgain() {
    long retry = settings.retry().toMillis();
    for (StreamEntry entry : streams.values()) {
      NodeId node = entry.node;
      if (node != null && isUnanswered(entry) && now - entry.sentAt >= retry) {
        send(entry, node);
      }
      entry.strays.forEach(
          (id, stray) -> {
            if (now - stray.sentAt >= retry) {
              send(entry, id, stray);
            }
          });
    }
  }

  /** Streams that no agent has named are free when none can run them. */
  private void resolve() {
    if (claim == 0 || overtaken) {
      return;
    }
    List<NodeId> silent = nodes.silent();
    if (!silent.isEmpty() && now - claimedAt >= settings.unsure().toMillis()) {
      LOG.error("nodes {} do not say what they run; they are not waited for", silent);
      nodes.forgetSilent();
    }
    if (!nodes.unsure().isEmpty()) {
      return;
    }
    for (StreamEntry entry : List.copyOf(streams.values())) {
      if (entry.place == Place.UNKNOWN) {
        free(entry);
      }
    }
  }

  /** Makes the next moves. Says whether there can be plans yet. */
  boolean plan() {
    dirty = false;
    plannedAt = now;
    long from = Math.max(begunAt + settings.collect().toMillis(), claimedAt + CLAIM_MILLIS);
    if (claim == 0 || overtaken) {
      return false;
    }
    planning |= now >= from || nodes.silent().isEmpty();
    if (planning) {
      follow(planner.plan(offers(), demands(), locations()));
    }
    return planning;
  }

  private List<NodeOffer> offers() {
    return nodes.present().stream().map(NodeTable.Node::offer).toList();
  }

  private List<StreamDemand> demands() {
    List<StreamDemand> demands = new ArrayList<>();
    for (StreamEntry entry : streams.values()) {
      boolean isFree =
          entry.place == Place.FREE
              && entry.desired != null
              && entry.strays.isEmpty()
              && entry.holdUntil <= now;
      if (isFree || entry.isHeld()) {
        demands.add(entry.demand());
      }
      entry.waiting = "";
    }
    return demands;
  }

  private Map<String, Location> locations() {
    Map<String, Location> locations = new HashMap<>();
    boolean rests = isWeighing();
    for (StreamEntry entry : streams.values()) {
      Location location = entry.location(now, rests);
      if (location != null) {
        locations.put(entry.id, location);
      }
    }
    return locations;
  }

  /**
   * Whether some streams are measured and others are about to be. Nodes tell at different times
   * what they have measured: what seems to be out of balance meanwhile mostly is not.
   */
  private boolean isWeighing() {
    boolean measured = false;
    boolean guessed = false;
    for (StreamEntry entry : streams.values()) {
      measured |= entry.isHeld() && entry.estimate != null;
      guessed |= entry.isGuessed() && now - entry.begunAt < WEIGHED_MILLIS;
    }
    return measured && guessed;
  }

  private void follow(Plan plan) {
    for (Waiting waiting : plan.waiting()) {
      entry(waiting.id()).waiting = waiting.reason();
    }
    for (Move move : plan.moves()) {
      StreamEntry entry = entry(move.id());
      NodeId to = move.to().map(nodes::at).map(node -> node.info.id()).orElse(null);
      if (move.from().isPresent()) {
        LOG.info(
            "stream {} leaves node {} for {}: {}",
            move.id(),
            move.from().get(),
            move.to().map(address -> "node " + address).orElse("a place to come"),
            move.reason());
        if (isForBetter(move.cause())) {
          entry.restUntil = now + settings.rest().toMillis();
        }
        halt(entry, to, move.reason());
      } else if (to != null) {
        start(entry, to);
      }
    }
    dirty = false;
  }

  private static boolean isForBetter(Move.Cause cause) {
    return cause == Move.Cause.BALANCE
        || cause == Move.Cause.PREFERENCE
        || cause == Move.Cause.OVERLOAD;
  }

  private StreamEntry entry(String id) {
    StreamEntry entry = streams.get(id);
    if (entry == null) {
      throw new IllegalStateException("a plan names " + id + ", which is not there");
    }
    return entry;
  }

  /** Where all streams are. */
  PlacementView view() {
    Map<String, StreamPlace> places = new HashMap<>();
    Map<NodeId, Double> weights = new HashMap<>();
    Map<NodeId, Integer> counts = new HashMap<>();
    for (StreamEntry entry : streams.values()) {
      places.put(entry.id, place(entry));
      NodeId at = entry.target == null ? entry.node : entry.target;
      if (at != null && entry.isHeld()) {
        weights.merge(at, entry.weight(), Double::sum);
        counts.merge(at, 1, Integer::sum);
      }
    }
    List<NodePlace> nodePlaces = new ArrayList<>();
    for (NodeTable.Node node : nodes.present()) {
      NodeId id = node.info.id();
      nodePlaces.add(
          new NodePlace(
              id,
              node.info.capacity(),
              node.info.labels(),
              node.intake(),
              weights.getOrDefault(id, 0.0),
              counts.getOrDefault(id, 0)));
    }
    return new PlacementView(epoch, places, nodePlaces);
  }

  private StreamPlace place(StreamEntry entry) {
    State state =
        switch (entry.place) {
          case UNKNOWN, FREE -> State.WAITING;
          case STARTING -> State.STARTING;
          case RUNNING -> State.RUNNING;
          case HALTING -> entry.desired == null ? State.ENDING : State.MOVING;
          case LOST -> entry.desired == null ? State.ENDING : State.WAITING;
        };
    String reason = entry.reason;
    if (entry.place == Place.UNKNOWN) {
      reason = unsureReason();
    } else if (!entry.strays.isEmpty() && entry.place == Place.FREE) {
      reason = "it ends at node " + entry.strays.keySet().iterator().next() + " first";
    } else if (reason.isEmpty()) {
      reason = entry.waiting;
    }
    return new StreamPlace(
        state,
        Optional.ofNullable(entry.node),
        Optional.ofNullable(entry.target),
        entry.epoch,
        entry.measured(),
        reason);
  }

  private String unsureReason() {
    List<String> names = nodes.unsure().stream().map(NodeId::address).sorted().limit(3).toList();
    return names.isEmpty()
        ? "the nodes are asked what they run"
        : "it may run at node " + String.join(" or ", names) + ", which has not answered";
  }
}
