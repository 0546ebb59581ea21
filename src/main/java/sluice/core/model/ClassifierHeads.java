package sluice.core.model;

import java.util.List;

/**
 * The heads of a classifier of several attributes.
 *
 * @param all in the order in which their attributes are told; none for other models
 */
public record ClassifierHeads(List<ClassifierHead> all) {
  /** The name of the family whose models have heads. */
  public static final String FAMILY = "attributes";

  /** Of a model that has none. */
  public static final ClassifierHeads NONE = new ClassifierHeads(List.of());

  /** Keeps its own copy. */
  public ClassifierHeads {
    all = List.copyOf(all);
  }

  /** How many labels they have together. */
  public int labels() {
    return all.stream().mapToInt(head -> head.labels().size()).sum();
  }
}
