package sluice.cluster.stream;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import sluice.cluster.ClusterMessage;
import sluice.cluster.stream.PlacementView.NodePlace;
import sluice.cluster.stream.PlacementView.StreamPlace;

/**
 * What has changed of where streams are, from the placer to one node. Updates to a node are
 * numbered; one that follows on none begins anew.
 *
 * @param epoch of the placer's last command
 * @param number of the update, from 1 on
 * @param previous the number of the update before, whose state this one changes; 0: what was known
 *     before doesn't count
 * @param changed where streams are now, by id
 * @param removed ids of streams that are nowhere any more
 * @param nodes all nodes
 */
public record PlacementUpdate(
    long epoch,
    long number,
    long previous,
    Map<String, StreamPlace> changed,
    Set<String> removed,
    List<NodePlace> nodes)
    implements ClusterMessage {

  /** Keeps its own copies. */
  public PlacementUpdate {
    changed = changed == null ? Map.of() : Collections.unmodifiableMap(new TreeMap<>(changed));
    removed = removed == null ? Set.of() : Collections.unmodifiableSet(new TreeSet<>(removed));
    nodes = nodes == null ? List.of() : List.copyOf(nodes);
  }
}
