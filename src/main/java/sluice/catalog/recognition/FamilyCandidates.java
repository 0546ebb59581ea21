package sluice.catalog.recognition;

import java.util.List;
import sluice.core.model.ModelFamily;

/**
 * The candidate families of a model whose family is not given.
 *
 * @param known all families that there are, in the order in which messages name them
 * @param fitting those that the model's outputs could be of
 */
public record FamilyCandidates(List<ModelFamily> known, List<ModelFamily> fitting) {

  /** Keeps its own copies. */
  public FamilyCandidates {
    known = List.copyOf(known);
    fitting = List.copyOf(fitting);
  }
}
