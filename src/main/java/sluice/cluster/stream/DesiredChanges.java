package sluice.cluster.stream;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import sluice.cluster.stream.PlacementEntry.Place;

/** Streams that are new, have changed, or are wanted no more. */
final class DesiredChanges {
  private final PlacementState state;
  private final StreamCommands commands;
  private final Leadership leadership;

  DesiredChanges(PlacementState state, StreamCommands commands, Leadership leadership) {
    this.state = state;
    this.commands = commands;
    this.leadership = leadership;
  }

  /** Takes over all that is desired; streams that are left out end. */
  void take(List<DesiredStream> all) {
    Set<String> ids = new HashSet<>();
    for (DesiredStream one : all) {
      ids.add(one.id());
      desired(one);
    }
    for (PlacementEntry entry : state.streams()) {
      if (!ids.contains(entry.id)) {
        entry.desired = null;
      }
    }
    endUnlisted();
  }

  private void desired(DesiredStream stream) {
    state.changed();
    PlacementEntry entry =
        state.streamOrNew(stream.id(), leadership.isNewFree() ? Place.FREE : Place.UNKNOWN);
    DesiredStream before = entry.desired;
    if (before == null || before.version() != stream.version()) {
      entry.holdUntil = 0;
    }
    entry.desired = stream;
    commands.update(entry);
  }

  /**
   * Ends what nobody wants. Not at the begin: what this node has of the desired state may be a
   * little older than what the placer before had.
   */
  void endUnlisted() {
    if (!leadership.isSettled()) {
      return;
    }
    for (PlacementEntry entry : state.streams()) {
      boolean goesOn =
          switch (entry.place) {
            case STARTING, RUNNING -> true;
            case HALTING -> entry.target != null;
            case UNKNOWN, FREE -> entry.strays.isEmpty();
            case LOST -> false;
          };
      if (entry.desired == null && goesOn) {
        end(entry);
      }
    }
  }

  private void end(PlacementEntry entry) {
    state.changed();
    entry.desired = null;
    entry.target = null;
    switch (entry.place) {
      case STARTING, RUNNING -> commands.halt(entry, null, "");
      case HALTING, LOST -> entry.reason = "";
      case UNKNOWN, FREE -> state.forget(entry);
    }
  }
}
