package sluice.cluster.stream;

import sluice.cluster.stream.PlacementEntry.Place;

/**
 * Nodes that come and go. What ran at one that was removed may run there until the margin is over:
 * it is lost, and free after that.
 */
final class MemberChanges {
  private final PlacementState state;

  MemberChanges(PlacementState state) {
    this.state = state;
  }

  /** Takes over the members of the cluster. */
  void take(PlacerCommand.Nodes members) {
    state.changed();
    state.nodes().update(members, state.now()).forEach(this::lose);
    expire();
  }

  /** A node is about to leave. */
  void leaving(NodeId id) {
    NodeTable.Node node = state.nodes().get(id);
    if (node != null && !node.leaving) {
      node.leaving = true;
      state.changed();
    }
  }

  private void lose(NodeId lost) {
    for (PlacementEntry entry : state.streams()) {
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

  /** Frees what ran at nodes whose margin is over. */
  void expire() {
    for (NodeId node : state.nodes().expired(state.now())) {
      for (PlacementEntry entry : state.streams()) {
        boolean wasStray = entry.strays.remove(node) != null;
        boolean isFree = entry.place == Place.FREE && entry.desired == null;
        if (entry.place == Place.LOST && entry.isAt(node)) {
          state.free(entry);
        } else if (wasStray && isFree) {
          state.forget(entry);
        }
        if (wasStray) {
          state.changed();
        }
      }
    }
  }
}
