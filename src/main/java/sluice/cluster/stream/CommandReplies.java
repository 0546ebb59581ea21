package sluice.cluster.stream;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import sluice.cluster.placement.NodeOffer;
import sluice.cluster.stream.PlacementEntry.Place;
import sluice.cluster.stream.PlacementEntry.Stray;

/**
 * What agents answer to {@link StreamCommands}. An answer to any but the last command about a
 * stream changes nothing. A stream that has ended at one node begins at its next one here, and
 * nowhere before that.
 */
final class CommandReplies {
  private static final Logger LOG = LoggerFactory.getLogger(CommandReplies.class);

  private final PlacementState state;
  private final StreamCommands commands;
  private final Duration holdOff;

  /**
   * Waits for answers.
   *
   * @param holdOff how long a stream that could not be begun waits before it is tried again
   */
  CommandReplies(PlacementState state, StreamCommands commands, Duration holdOff) {
    this.state = state;
    this.commands = commands;
    this.holdOff = holdOff;
  }

  /** An agent has followed a command to run. */
  void ran(AgentReply.Ran ran) {
    PlacementEntry entry = current(ran.node(), ran.id(), ran.epoch());
    if (entry == null || entry.confirmed || entry.place == Place.HALTING) {
      return;
    }
    entry.place = Place.RUNNING;
    entry.confirmed = true;
    entry.reason = "";
    state.touch(entry, ran.node());
  }

  /** The stream that a node answers about; none where it answers an earlier command. */
  private @Nullable PlacementEntry current(NodeId node, String id, long of) {
    PlacementEntry entry = state.stream(id);
    return entry != null && entry.isAt(node) && entry.isHeld() && entry.epoch == of ? entry : null;
  }

  /** A stream has ended at a node. */
  void halted(AgentReply.Halted halted) {
    PlacementEntry entry = current(halted.node(), halted.id(), halted.epoch());
    if (entry != null && entry.place == Place.HALTING) {
      next(entry);
      return;
    }
    PlacementEntry other = state.stream(halted.id());
    Stray stray = other == null ? null : other.strays.get(halted.node());
    if (other != null && stray != null && stray.epoch == halted.epoch()) {
      other.strays.remove(halted.node());
      state.touch(other, halted.node());
      if (other.place == Place.FREE && other.desired == null) {
        state.forget(other);
      }
    }
  }

  private void next(PlacementEntry entry) {
    NodeId target = entry.target;
    NodeTable.Node node = target == null ? null : state.nodes().get(target);
    state.free(entry);
    boolean isOpen = node != null && node.intake() == NodeOffer.Intake.OPEN;
    if (target != null && isOpen && entry.mayStart(state.now())) {
      commands.start(entry, target);
    }
  }

  /** A stream could not be begun or changed. It is ended, for what it does is not known. */
  void failed(AgentReply.Failed failed) {
    PlacementEntry entry = current(failed.node(), failed.id(), failed.epoch());
    if (entry == null || entry.place == Place.HALTING) {
      return;
    }
    NodeTable.Node node = state.nodes().get(failed.node());
    boolean leaves = node != null && node.leaving;
    commands.halt(entry, null, "");
    if (!leaves) {
      LOG.warn("stream {} can't run at node {}: {}", failed.id(), failed.node(), failed.reason());
      entry.reason = "node " + failed.node() + " can't run it: " + failed.reason();
      entry.holdUntil = state.now() + holdOff.toMillis();
    }
  }
}
