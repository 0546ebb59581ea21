package sluice.cluster.state;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Which keys this node's disk doesn't have as they are in memory. The replicator itself counts its
 * own node in, whether its disk has taken a change or not. Thread-safe.
 */
final class StoreHealth {
  private final Set<String> failing = ConcurrentHashMap.newKeySet();

  void failed(String key) {
    failing.add(key);
  }

  void written(String key) {
    failing.remove(key);
  }

  boolean isFailing(String key) {
    return failing.contains(key);
  }

  boolean isFailing() {
    return !failing.isEmpty();
  }
}
