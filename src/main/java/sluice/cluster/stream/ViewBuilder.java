package sluice.cluster.stream;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import sluice.cluster.stream.PlacementEntry.Place;
import sluice.cluster.stream.PlacementView.NodePlace;
import sluice.cluster.stream.PlacementView.State;
import sluice.cluster.stream.PlacementView.StreamPlace;

/** Makes of what a placer knows what it tells others. */
final class ViewBuilder {
  private final PlacementState state;

  ViewBuilder(PlacementState state) {
    this.state = state;
  }

  /** Where all streams are, and what the nodes carry by that. */
  PlacementView build() {
    Map<String, StreamPlace> places = new HashMap<>();
    Map<NodeId, Double> weights = new HashMap<>();
    Map<NodeId, Integer> counts = new HashMap<>();
    for (PlacementEntry entry : state.streams()) {
      places.put(entry.id, place(entry));
      NodeId at = entry.target == null ? entry.node : entry.target;
      if (at != null && entry.isHeld()) {
        weights.merge(at, entry.weight(), Double::sum);
        counts.merge(at, 1, Integer::sum);
      }
    }
    List<NodePlace> nodePlaces = new ArrayList<>();
    for (NodeTable.Node node : state.nodes().present()) {
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
    return new PlacementView(state.epoch(), places, nodePlaces);
  }

  private StreamPlace place(PlacementEntry entry) {
    State does =
        switch (entry.place) {
          case UNKNOWN, FREE -> State.WAITING;
          case STARTING -> State.STARTING;
          case RUNNING -> State.RUNNING;
          case HALTING -> entry.desired == null ? State.ENDING : State.MOVING;
          case LOST -> entry.desired == null ? State.ENDING : State.WAITING;
        };
    return new StreamPlace(
        does,
        Optional.ofNullable(entry.node),
        Optional.ofNullable(entry.target),
        entry.epoch,
        entry.measured(),
        reason(entry));
  }

  private String reason(PlacementEntry entry) {
    if (entry.place == Place.UNKNOWN) {
      return unsureReason();
    } else if (!entry.strays.isEmpty() && entry.place == Place.FREE) {
      return "it ends at node " + entry.strays.keySet().iterator().next() + " first";
    }
    return entry.reason.isEmpty() ? entry.waiting : entry.reason;
  }

  private String unsureReason() {
    List<String> names =
        state.nodes().unsure().stream().map(NodeId::address).sorted().limit(3).toList();
    return names.isEmpty()
        ? "the nodes are asked what they run"
        : "it may run at node " + String.join(" or ", names) + ", which has not answered";
  }
}
