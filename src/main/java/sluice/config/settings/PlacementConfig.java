package sluice.config.settings;

import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.OptionalDouble;
import java.util.Set;

/**
 * Where in a cluster a stream may run. Says nothing to a service on its own.
 *
 * @param weight what it takes of a node's capacity, above 0; absent: measured
 * @param needs labels that a node must have
 * @param prefers labels of nodes that are taken where there is a choice
 * @param avoids labels of nodes that are taken last
 * @param priority who waits where there is no room for all: the lower one
 */
public record PlacementConfig(
    OptionalDouble weight,
    Set<String> needs,
    Set<String> prefers,
    Set<String> avoids,
    int priority) {
  /** The priority of who says nothing. */
  public static final int STANDARD_PRIORITY = 5;

  /** Says nothing. */
  public static final PlacementConfig ANYWHERE =
      new PlacementConfig(OptionalDouble.empty(), Set.of(), Set.of(), Set.of(), STANDARD_PRIORITY);

  /** Keeps its own copies of the sets. */
  public PlacementConfig {
    needs = Collections.unmodifiableSet(new LinkedHashSet<>(needs));
    prefers = Collections.unmodifiableSet(new LinkedHashSet<>(prefers));
    avoids = Collections.unmodifiableSet(new LinkedHashSet<>(avoids));
  }
}
