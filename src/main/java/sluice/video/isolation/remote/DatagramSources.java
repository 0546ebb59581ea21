package sluice.video.isolation.remote;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * Sources whose servers have refused all but datagrams, by their names as they are shown; the
 * latest {@link #MOST} of them. Thread-safe.
 */
final class DatagramSources {
  static final int MOST = 1000;

  private final Set<String> names =
      Collections.synchronizedSet(
          Collections.newSetFromMap(
              new LinkedHashMap<>() {
                private static final long serialVersionUID = 1L;

                @Override
                protected boolean removeEldestEntry(Map.Entry<String, Boolean> eldest) {
                  return size() > MOST;
                }
              }));

  /** From now on it is known for one. */
  void add(String name) {
    names.add(name);
  }

  /** From now on it isn't. */
  void remove(String name) {
    names.remove(name);
  }

  /** Whether it is known for one. */
  boolean contains(String name) {
    return names.contains(name);
  }
}
