package sluice.core.model;

import java.util.List;
import java.util.OptionalDouble;

/**
 * A head of a classifier: one of its outputs, and what the scores there mean.
 *
 * @param name the attribute that it tells; of a head of {@code multiLabel} the name of the head
 *     alone
 * @param output the name of its output's port
 * @param activation what makes probabilities of its scores
 * @param multiLabel whether each label is an attribute of its own that is there or not; else one of
 *     the labels is the attribute's value
 * @param threshold least confidence that counts, 0 to 1; the model's where absent
 * @param labels its labels in the order of its scores, at least one
 */
public record ClassifierHead(
    String name,
    String output,
    Activation activation,
    boolean multiLabel,
    OptionalDouble threshold,
    List<String> labels) {

  /** Keeps its own copy. */
  public ClassifierHead {
    labels = List.copyOf(labels);
  }

  /** What makes probabilities of scores. */
  public enum Activation {
    /** Nothing: the model writes probabilities. */
    NONE,
    /** The labels share one probability. */
    SOFTMAX,
    /** Each label has a probability of its own. */
    SIGMOID
  }
}
