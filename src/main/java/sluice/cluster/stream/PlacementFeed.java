package sluice.cluster.stream;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import org.apache.pekko.actor.typed.ActorRef;
import sluice.cluster.stream.PlacementView.StreamPlace;

/**
 * Tells all nodes where streams are: each node what has changed since it was told last, and now and
 * then that nothing has, so that what was lost on the way is noticed.
 */
final class PlacementFeed {
  /** A message between nodes has at most 256 KiB; a place of a stream some 300 bytes. */
  static final int MOST_STREAMS = 400;

  private final long aliveMillis;
  private final BiConsumer<ActorRef<AgentCommand>, PlacementUpdate> sender;
  private final Map<NodeId, Told> told = new HashMap<>();

  /** What a node was told. */
  private static final class Told {
    Map<String, StreamPlace> streams = Map.of();
    List<PlacementView.NodePlace> nodes = List.of();
    long number;
    long at;
    boolean anew = true;
  }

  /**
   * A feed that has told nobody.
   *
   * @param aliveMillis after which a node is told, also where nothing has changed
   * @param sender sends an update to a node
   */
  PlacementFeed(long aliveMillis, BiConsumer<ActorRef<AgentCommand>, PlacementUpdate> sender) {
    this.aliveMillis = aliveMillis;
    this.sender = sender;
  }

  /** A node has missed something. */
  void wanted(NodeId node) {
    told.remove(node);
  }

  /**
   * Tells the nodes what has changed.
   *
   * @param now milliseconds
   */
  void publish(PlacementView view, List<PlacementNode> nodes, long now) {
    for (PlacementNode node : nodes) {
      node.agent()
          .ifPresent(
              agent -> tell(agent, told.computeIfAbsent(node.id(), _ -> new Told()), view, now));
    }
    told.keySet().removeIf(node -> nodes.stream().noneMatch(each -> each.id().equals(node)));
  }

  private void tell(ActorRef<AgentCommand> agent, Told to, PlacementView view, long now) {
    List<String> changed = new ArrayList<>();
    view.streams()
        .forEach(
            (id, place) -> {
              if (!place.equals(to.streams.get(id))) {
                changed.add(id);
              }
            });
    Set<String> removed = new TreeSet<>(to.streams.keySet());
    removed.removeAll(view.streams().keySet());
    boolean differs = !changed.isEmpty() || !removed.isEmpty() || !view.nodes().equals(to.nodes);
    if (!differs && !to.anew && now - to.at < aliveMillis) {
      return;
    }
    for (int from = 0; from == 0 || from < changed.size(); from += MOST_STREAMS) {
      Map<String, StreamPlace> part = new TreeMap<>();
      for (String id : changed.subList(from, Math.min(changed.size(), from + MOST_STREAMS))) {
        part.put(id, view.streams().get(id));
      }
      long previous = to.anew ? 0 : to.number;
      to.number++;
      to.anew = false;
      sender.accept(
          agent,
          new PlacementUpdate(
              view.epoch(),
              to.number,
              previous,
              part,
              from == 0 ? removed : Set.of(),
              view.nodes()));
    }
    to.streams = view.streams();
    to.nodes = view.nodes();
    to.at = now;
  }
}
