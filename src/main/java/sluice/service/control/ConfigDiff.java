package sluice.service.control;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Difference of two configurations, by the names of entries: in the order of the new one, removed
 * names in that of the old one.
 *
 * @param added only in the new set
 * @param changed in both, not equal
 * @param removed only in the old set
 * @param left in both, equal
 */
public record ConfigDiff(
    List<String> added, List<String> changed, List<String> removed, List<String> left) {

  /** Keeps its own copies of the lists. */
  public ConfigDiff {
    added = List.copyOf(added);
    changed = List.copyOf(changed);
    removed = List.copyOf(removed);
    left = List.copyOf(left);
  }

  /** Compares two sets. */
  static <T> ConfigDiff between(Map<String, T> before, Map<String, T> after) {
    List<String> added = new ArrayList<>();
    List<String> changed = new ArrayList<>();
    List<String> left = new ArrayList<>();
    after.forEach(
        (name, value) -> {
          T old = before.get(name);
          if (old == null) {
            added.add(name);
          } else if (old.equals(value)) {
            left.add(name);
          } else {
            changed.add(name);
          }
        });
    List<String> removed =
        before.keySet().stream().filter(name -> !after.containsKey(name)).toList();
    return new ConfigDiff(added, changed, removed, left);
  }

  /** In one line: {@code 1 added (a), 0 changed, 2 removed (b, c), 5 left}. */
  @Override
  public String toString() {
    return words("added", added)
        + ", "
        + words("changed", changed)
        + ", "
        + words("removed", removed)
        + ", "
        + left.size()
        + " left";
  }

  private static String words(String what, List<String> names) {
    String which = names.isEmpty() ? "" : " (" + String.join(", ", names) + ")";
    return names.size() + " " + what + which;
  }
}
