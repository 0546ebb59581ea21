package sluice.cluster.stream;

import java.time.Duration;
import java.util.List;
import java.util.OptionalDouble;
import java.util.function.Function;

/**
 * What a placer knows and does, without its actor: told of members, desired streams, answers and
 * time, it sends commands.
 *
 * <p>It has no state but what agents tell, and claims the lead before it does anything ({@link
 * Leadership}). A stream is begun only where no node can still run it. So one that nobody names
 * waits as long as there are members that have not answered ({@link Reconciler}), or were removed
 * and whose margin is not over ({@link MemberChanges}); one that moves begins when its old node has
 * said that it ended ({@link CommandReplies}); what a node does not answer is sent again ({@link
 * StreamCommands}), and the stream stays that node's until it answers, or is removed and the margin
 * is over. What is to begin or to move is a plan's matter ({@link StreamScheduler}).
 *
 * <p>Time is what {@link #advance} says: a placer that was suspended has not waited. For one thread
 * at a time.
 */
final class PlacementBook {
  /**
   * How often {@link #tick} is called. Where time is told no more often, what happens between two
   * ticks counts as having happened at the first, up to one tick too early.
   */
  static final Duration TICK = Duration.ofMillis(250);

  private final PlacementState state;
  private final StreamCommands commands;
  private final Leadership leadership;
  private final MemberChanges members;
  private final DesiredChanges desired;
  private final Reconciler reconciler;
  private final CommandReplies replies;
  private final StreamScheduler scheduler;
  private final ViewBuilder view;

  /**
   * A book that knows nothing yet.
   *
   * @param known weights that a placer before has measured, by stream
   */
  PlacementBook(
      PlacerSettings settings, PlacerOutbox outbox, Function<String, OptionalDouble> known) {
    this.state = new PlacementState(settings.margin().plus(TICK), known);
    this.commands = new StreamCommands(state, outbox, settings.retry().toMillis());
    this.leadership = new Leadership(settings, state, commands, outbox);
    this.members = new MemberChanges(state);
    this.desired = new DesiredChanges(state, commands, leadership);
    this.reconciler = new Reconciler(state, commands, leadership);
    this.replies = new CommandReplies(state, commands, settings.holdOff());
    this.scheduler = new StreamScheduler(settings, state, commands, leadership);
    this.view = new ViewBuilder(state);
  }

  /** Whether something has changed since the last plan. */
  boolean isDirty() {
    return state.isDirty();
  }

  /** Takes over the members of the cluster. */
  void nodes(PlacerCommand.Nodes nodes) {
    members.take(nodes);
    leadership.membersKnown();
  }

  /** Takes over all that is desired; streams that are left out end. */
  void allDesired(List<DesiredStream> all) {
    desired.take(all);
    leadership.desiredKnown();
  }

  /** Time goes on; to be said before whatever happens at the new time. */
  void advance(long millis) {
    state.advance(millis);
  }

  /** Does what is due by time alone; to be called every {@link #TICK}. */
  void tick() {
    if (!leadership.isComplete()) {
      return;
    }
    members.expire();
    leadership.tick();
    desired.endUnlisted();
    commands.sendAgain();
    reconciler.resolve();
    scheduler.tick();
  }

  /** An agent has told something. Whether it wants to be told where streams are does not matter. */
  void answer(AgentReply reply) {
    switch (reply) {
      case AgentReply.Report report -> report(report);
      case AgentReply.Ran ran -> replies.ran(ran);
      case AgentReply.Halted halted -> replies.halted(halted);
      case AgentReply.Failed failed -> replies.failed(failed);
      case AgentReply.Outdated outdated -> leadership.outdated(outdated);
      case AgentReply.Leaving leaving -> members.leaving(leaving.node());
      case AgentReply.PlacementWanted wanted -> {} // whoever publishes the view sees to that
    }
  }

  private void report(AgentReply.Report report) {
    if (leadership.report(report)) {
      reconciler.reconcile(report);
      reconciler.resolve();
    }
  }

  /**
   * An operator wants a stream at another node.
   *
   * @param address the node's
   * @return why that can't be; empty where it is on its way
   */
  String move(String id, String address) {
    return scheduler.move(id, address);
  }

  /** Makes the next moves, if there can be plans yet. */
  void plan() {
    scheduler.plan();
  }

  /** The members as they are known. */
  List<PlacementNode> members() {
    return state.nodes().present().stream().map(node -> node.info).toList();
  }

  /** Whether agents follow this placer, as far as it knows. */
  boolean leads() {
    return leadership.leads();
  }

  /** Milliseconds since the begin. */
  long now() {
    return state.now();
  }

  /** Where all streams are. */
  PlacementView view() {
    return view.build();
  }
}
