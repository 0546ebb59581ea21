package sluice.cluster.stream;

import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import sluice.cluster.Terms;
import sluice.cluster.stream.PlacementEntry.Place;

/**
 * A placer's claim to be followed. It asks all agents what they run, claims an epoch above all that
 * they have heard of, which fences placers before it, and asks again: those answers count. Where an
 * agent has heard of another placer since, it claims anew.
 */
final class Leadership {
  private static final Logger LOG = LoggerFactory.getLogger(Leadership.class);

  /** Agents answer within milliseconds; those that have not by then are not waited for. */
  private static final long CLAIM_MILLIS = 500;

  /** Two placers at a time, which should not be, don't chase each other. */
  private static final long OVERTAKEN_MILLIS = 2_000;

  /** Longer than changes of the desired state take to reach all nodes. */
  private static final long SETTLE_MILLIS = 10_000;

  private final PlacerSettings settings;
  private final PlacementState state;
  private final StreamCommands commands;
  private final PlacerOutbox outbox;
  private boolean hasMembers;
  private boolean hasDesired;

  /** When members and desired streams were known: agents are asked from then on. */
  private long begunAt;

  /** The epoch that was claimed; 0 as long as agents are only asked. */
  private long claim;

  private long claimedAt;

  /** Whether an agent has heard of another placer that came later. */
  private boolean overtaken;

  /** Whether there may be plans since the claim. */
  private boolean planning;

  /** The highest epoch that any agent has heard of. */
  private long highest;

  /** Nothing is claimed, and nobody asked. */
  Leadership(
      PlacerSettings settings, PlacementState state, StreamCommands commands, PlacerOutbox outbox) {
    this.settings = settings;
    this.state = state;
    this.commands = commands;
    this.outbox = outbox;
  }

  /** The members are known, or have changed. */
  void membersKnown() {
    hasMembers = true;
    askDue();
  }

  /** The desired streams are known, or have changed. */
  void desiredKnown() {
    hasDesired = true;
    askDue();
  }

  /** Whether members and desired streams are known: before that nothing is done. */
  boolean isComplete() {
    return hasMembers && hasDesired;
  }

  /** Whether agents follow this placer, as far as it knows. */
  boolean leads() {
    return claim != 0 && !overtaken;
  }

  /** Whether what this node has of the desired state is what all have. */
  boolean isSettled() {
    return begunAt != 0 && state.now() - begunAt >= SETTLE_MILLIS;
  }

  /** Time has gone on. */
  void tick() {
    boolean collected = state.now() - begunAt >= settings.collect().toMillis();
    boolean due = claim == 0 ? collected : overtaken && state.now() - claimedAt >= OVERTAKEN_MILLIS;
    if (due) {
      lead();
    }
    askDue();
  }

  /** Takes the lead: from now on agents follow no placer before this one. */
  private void lead() {
    claim = Terms.next(Math.max(highest, state.epoch()));
    state.beginTerm(claim);
    highest = claim;
    claimedAt = state.now();
    overtaken = false;
    planning = false;
    state.changed();
    state.nodes().claimAnew(state.now());
    for (PlacementEntry entry : state.streams()) {
      if (entry.place == Place.FREE) {
        entry.place = Place.UNKNOWN;
      }
    }
    commands.renumber();
    state.nodes().present().forEach(this::ask);
  }

  private void ask(NodeTable.Node node) {
    outbox.ask(node.info, state.nodes().ask(node, state.now()), claim);
  }

  /** Asks those that have not answered, and now and then all. */
  private void askDue() {
    if (!isComplete()) {
      return;
    }
    if (begunAt == 0) {
      begunAt = Math.max(1, state.now());
    }
    for (NodeTable.Node node : state.nodes().present()) {
      boolean answered = claim == 0 ? node.reported : node.claimed;
      long wait = (answered ? settings.reportEvery() : settings.retry()).toMillis();
      if (node.ask == 0 || state.now() - node.askedAt >= wait) {
        ask(node);
      }
    }
  }

  /**
   * An agent has answered.
   *
   * @return whether what it runs counts: it answers the last question of this claim
   */
  boolean report(AgentReply.Report report) {
    NodeTable.Node node = state.nodes().get(report.node());
    if (node == null) {
      return false;
    }
    highest = Math.max(highest, report.epoch());
    if (node.leaving != report.leaving()) {
      state.changed();
    }
    node.leaving = report.leaving();
    node.reported = true;
    if (claim == 0) {
      if (isComplete() && state.nodes().present().stream().allMatch(one -> one.reported)) {
        lead();
      }
      return false;
    }
    if (report.ask() != node.ask) {
      return false;
    }
    if (report.epoch() > state.epoch()) {
      overtake(report.node());
      return false;
    }
    if (!node.claimed || report.leaving()) {
      state.changed();
    }
    state.nodes().claimed(node);
    return true;
  }

  /** An agent has refused a command. */
  void outdated(AgentReply.Outdated answer) {
    highest = Math.max(highest, answer.epoch());
    if (claim != 0 && answer.epoch() > state.epoch()) {
      overtake(answer.node());
    }
  }

  private void overtake(NodeId node) {
    if (!overtaken) {
      overtaken = true;
      LOG.warn("node {} has heard of another placer; all nodes are asked again", node);
    }
  }

  /**
   * Whether there is no node left that may run streams that the placer has not heard of. Nodes that
   * can be reached and have said nothing for long enough are given up.
   */
  boolean hasHeardAll() {
    if (!leads()) {
      return false;
    }
    List<NodeId> silent =
        state.nodes().forgetSilentSince(state.now() - settings.unsure().toMillis());
    if (!silent.isEmpty()) {
      LOG.error("nodes {} do not say what they run; they are not waited for", silent);
    }
    return state.nodes().unsure().isEmpty();
  }

  /** Whether there can be plans: agents had time to say what they run. */
  boolean mayPlan() {
    if (!leads()) {
      return false;
    }
    long from = Math.max(begunAt + settings.collect().toMillis(), claimedAt + CLAIM_MILLIS);
    planning |= state.now() >= from || state.nodes().silent().isEmpty();
    return planning;
  }

  /**
   * Whether a stream that was not known can run nowhere: there were plans since the claim, and no
   * node is unheard of.
   */
  boolean isNewFree() {
    return planning && state.nodes().unsure().isEmpty();
  }
}
