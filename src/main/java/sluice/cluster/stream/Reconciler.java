package sluice.cluster.stream;

import java.util.HashSet;
import java.util.Set;
import sluice.cluster.placement.WeightEstimate;
import sluice.cluster.stream.PlacementEntry.Place;

/**
 * Brings together what agents report and what the placer knows. What runs is taken as it is found;
 * of two runs of a stream the one that was begun later goes on, and the other one ends.
 */
final class Reconciler {
  private final PlacementState state;
  private final StreamCommands commands;
  private final Leadership leadership;

  /** Reconciles nothing by itself. */
  Reconciler(PlacementState state, StreamCommands commands, Leadership leadership) {
    this.state = state;
    this.commands = commands;
    this.leadership = leadership;
  }

  /** An agent says what it runs, in an answer that {@linkplain Leadership#report counts}. */
  void reconcile(AgentReply.Report report) {
    NodeId node = report.node();
    Set<String> named = new HashSet<>();
    for (ReportedRun run : report.runs()) {
      named.add(run.id());
      PlacementEntry entry = state.streamOrNew(run.id(), Place.UNKNOWN);
      if (!entry.isNewerThan(node, report.ask())) {
        reconcile(entry, node, run);
        measure(entry, run);
      }
    }
    for (PlacementEntry entry : state.streams()) {
      boolean missing =
          entry.place == Place.RUNNING && entry.isAt(node) && !named.contains(entry.id);
      if (missing && !entry.isNewerThan(node, report.ask())) {
        commands.halt(entry, null, "node " + node + " does not run it any more");
      }
    }
  }

  private void reconcile(PlacementEntry entry, NodeId node, ReportedRun run) {
    if (entry.place == Place.UNKNOWN) {
      adopt(entry, node, run);
    } else if (entry.isAt(node) && entry.place != Place.LOST) {
      if (entry.place == Place.RUNNING && run.halting()) {
        commands.halt(entry, null, "");
      } else if (entry.place == Place.RUNNING && entry.confirmed) {
        entry.version = run.version();
        commands.update(entry);
      }
    } else if (isLaterThan(entry, run)) {
      NodeId other = entry.node;
      adopt(entry, node, run);
      if (other != null) {
        commands.haltStray(entry, other);
      }
    } else if (!entry.strays.containsKey(node)) {
      commands.haltStray(entry, node);
    }
  }

  /** Whether of two runs it is the one to go on. */
  private static boolean isLaterThan(PlacementEntry entry, ReportedRun run) {
    boolean isLess = entry.place == Place.LOST || (entry.isHeld() && entry.epoch < run.epoch());
    return isLess && !run.halting();
  }

  /** Takes a stream as it was found. */
  private void adopt(PlacementEntry entry, NodeId node, ReportedRun run) {
    entry.place = Place.RUNNING;
    entry.begunAt = state.now();
    entry.node = node;
    entry.target = null;
    entry.epoch = run.epoch();
    entry.version = run.version();
    entry.confirmed = true;
    entry.reason = "";
    state.changed();
    if (run.halting() || (entry.desired == null && leadership.isSettled())) {
      commands.halt(entry, null, "");
    } else {
      commands.update(entry);
    }
  }

  private void measure(PlacementEntry entry, ReportedRun run) {
    double before = entry.weight();
    if (run.weight().isPresent()) {
      double measured = run.weight().getAsDouble();
      WeightEstimate known = entry.estimate;
      entry.estimate =
          known == null
              ? WeightEstimate.UNKNOWN.measured(WeightEstimate.WARM_UP, measured)
              : known.measured(WeightEstimate.WARM_UP, measured);
    }
    if (before != entry.weight()) {
      state.changed();
    }
  }

  /** Streams that no agent has named are free when none can run them. */
  void resolve() {
    if (!leadership.hasHeardAll()) {
      return;
    }
    for (PlacementEntry entry : state.streams()) {
      if (entry.place == Place.UNKNOWN) {
        state.free(entry);
      }
    }
  }
}
