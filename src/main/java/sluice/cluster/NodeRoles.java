package sluice.cluster;

import java.math.BigDecimal;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.TreeSet;
import sluice.config.settings.ClusterConfig;

/**
 * What a node can do, as roles of a member: so the others know it before anything is placed, and it
 * can't change while the node lives.
 *
 * @param capacity weights of streams that it may have together, above 0
 * @param labels by which streams choose it
 */
public record NodeRoles(double capacity, Set<String> labels) {
  private static final String LABEL = "label-";
  private static final String CAPACITY = "capacity-";

  /** Cameras of weight 1 that a processor carries, with something to spare. */
  private static final double WEIGHT_A_PROCESSOR = 2;

  /** Keeps its own copy of the set. */
  public NodeRoles {
    labels = Set.copyOf(labels);
  }

  /** Those of this process, with a capacity by its processors where none is set. */
  public static NodeRoles of(ClusterConfig.Node node) {
    int processors = Runtime.getRuntime().availableProcessors();
    return new NodeRoles(node.capacity().orElse(WEIGHT_A_PROCESSOR * processors), node.labels());
  }

  /** What roles say; the capacity is 0 where they say nothing of it, so that nothing is placed. */
  static NodeRoles parse(Collection<String> roles) {
    OptionalDouble capacity = OptionalDouble.empty();
    Set<String> labels = new LinkedHashSet<>();
    for (String role : roles) {
      if (role.startsWith(LABEL)) {
        labels.add(role.substring(LABEL.length()));
      } else if (role.startsWith(CAPACITY)) {
        capacity = number(role.substring(CAPACITY.length()));
      }
    }
    return new NodeRoles(capacity.orElse(0), labels);
  }

  private static OptionalDouble number(String text) {
    try {
      return OptionalDouble.of(Double.parseDouble(text));
    } catch (NumberFormatException e) {
      return OptionalDouble.empty();
    }
  }

  /** As roles, in their order. */
  Set<String> toRoles() {
    Set<String> roles = new TreeSet<>();
    labels.forEach(label -> roles.add(LABEL + label));
    roles.add(CAPACITY + BigDecimal.valueOf(capacity).stripTrailingZeros().toPlainString());
    return roles;
  }
}
