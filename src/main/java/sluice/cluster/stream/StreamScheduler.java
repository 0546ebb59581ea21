package sluice.cluster.stream;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import sluice.cluster.placement.Location;
import sluice.cluster.placement.Move;
import sluice.cluster.placement.NodeOffer;
import sluice.cluster.placement.Plan;
import sluice.cluster.placement.Planner;
import sluice.cluster.placement.StreamDemand;
import sluice.cluster.placement.Waiting;
import sluice.cluster.placement.WeightEstimate;
import sluice.cluster.stream.PlacementEntry.Place;

/** Begins and moves streams: as plans say, and as operators do. */
final class StreamScheduler {
  private static final Logger LOG = LoggerFactory.getLogger(StreamScheduler.class);

  /** A stream that runs is measured by then: it warms up, is looked at, and is told of. */
  private static final long WEIGHED_MILLIS = WeightEstimate.WARM_UP.toMillis() + 45_000;

  private final PlacerSettings settings;
  private final PlacementState state;
  private final StreamCommands commands;
  private final Leadership leadership;
  private final Planner planner;
  private long plannedAt;

  /** Without a plan. */
  StreamScheduler(
      PlacerSettings settings,
      PlacementState state,
      StreamCommands commands,
      Leadership leadership) {
    this.settings = settings;
    this.state = state;
    this.commands = commands;
    this.leadership = leadership;
    this.planner = new Planner(settings.limits());
  }

  /** Time has gone on: what was held off is tried again, and now and then there is a plan. */
  void tick() {
    for (PlacementEntry entry : state.streams()) {
      if (entry.holdUntil != 0 && entry.holdUntil <= state.now()) {
        entry.holdUntil = 0;
        entry.reason = "";
        state.changed();
      }
    }
    if (state.now() - plannedAt >= settings.reportEvery().toMillis()) {
      state.changed();
    }
  }

  /** Makes the next moves, if there can be plans yet. */
  void plan() {
    plannedAt = state.now();
    if (leadership.mayPlan()) {
      follow(planner.plan(offers(), demands(), locations()));
    }
    state.planned();
  }

  private List<NodeOffer> offers() {
    return state.nodes().present().stream().map(NodeTable.Node::offer).toList();
  }

  private List<StreamDemand> demands() {
    List<StreamDemand> demands = new ArrayList<>();
    for (PlacementEntry entry : state.streams()) {
      if (entry.mayStart(state.now()) || entry.isHeld()) {
        demands.add(entry.demand());
      }
      entry.waiting = "";
    }
    return demands;
  }

  private Map<String, Location> locations() {
    Map<String, Location> locations = new HashMap<>();
    boolean rests = isWeighing();
    for (PlacementEntry entry : state.streams()) {
      Location location = entry.location(state.now(), rests);
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
    for (PlacementEntry entry : state.streams()) {
      measured |= entry.isHeld() && entry.estimate != null;
      guessed |= entry.isGuessed() && state.now() - entry.begunAt < WEIGHED_MILLIS;
    }
    return measured && guessed;
  }

  private void follow(Plan plan) {
    for (Waiting waiting : plan.waiting()) {
      entry(waiting.id()).waiting = waiting.reason();
    }
    for (Move move : plan.moves()) {
      PlacementEntry entry = entry(move.id());
      NodeId to = move.to().map(state.nodes()::at).map(node -> node.info.id()).orElse(null);
      if (move.from().isPresent()) {
        LOG.info(
            "stream {} leaves node {} for {}: {}",
            move.id(),
            move.from().get(),
            move.to().map(address -> "node " + address).orElse("a place to come"),
            move.reason());
        if (isForBetter(move.cause())) {
          rest(entry);
        }
        commands.halt(entry, to, move.reason());
      } else if (to != null) {
        commands.start(entry, to);
      }
    }
  }

  private static boolean isForBetter(Move.Cause cause) {
    return cause == Move.Cause.BALANCE
        || cause == Move.Cause.PREFERENCE
        || cause == Move.Cause.OVERLOAD;
  }

  private void rest(PlacementEntry entry) {
    entry.restUntil = state.now() + settings.rest().toMillis();
  }

  private PlacementEntry entry(String id) {
    PlacementEntry entry = state.stream(id);
    if (entry == null) {
      throw new IllegalStateException("a plan names " + id + ", which is not there");
    }
    return entry;
  }

  /**
   * An operator wants a stream at another node.
   *
   * @param address the node's
   * @return why that can't be; empty where it is on its way
   */
  String move(String id, String address) {
    PlacementEntry entry = state.stream(id);
    NodeTable.Node to = state.nodes().at(address);
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
      rest(entry);
      commands.halt(entry, to.info.id(), "an operator wants it at node " + address);
    }
    return "";
  }
}
