package sluice.core.scene;

import java.util.Collection;
import java.util.Set;

/**
 * A second model that says more of the objects which the first one finds.
 *
 * @param model name of its configuration
 * @param labels of the objects that it is asked of; empty: all
 * @param minSize least height of an object, as a part of the picture's, 0 to 1
 * @param budget most objects a second of media time that it is asked of, above 0
 */
public record ClassifySettings(String model, Set<String> labels, double minSize, double budget) {
  /** The default of {@link #minSize}. */
  public static final double DEFAULT_MIN_SIZE = 0.02;

  /** The default of {@link #budget}. */
  public static final double DEFAULT_BUDGET = 10;

  /** Keeps a copy of the labels. */
  public ClassifySettings {
    labels = Set.copyOf(labels);
  }

  /** A model of which all but its name and the labels is at its default. */
  public static ClassifySettings of(String model, Collection<String> labels) {
    return new ClassifySettings(model, Set.copyOf(labels), DEFAULT_MIN_SIZE, DEFAULT_BUDGET);
  }

  /** Whether it is asked of objects of a label. */
  public boolean concerns(String label) {
    return labels.isEmpty() || labels.contains(label);
  }
}
