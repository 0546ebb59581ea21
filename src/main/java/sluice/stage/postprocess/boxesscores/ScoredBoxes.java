package sluice.stage.postprocess.boxesscores;

import java.util.List;
import java.util.Optional;
import sluice.core.model.OutputSpec;
import sluice.stage.postprocess.Shapes;

/**
 * Two outputs of N boxes: boxes [1, N, 4] of left, top, right and bottom, and scores [1, N, C].
 *
 * @param boxes index of the boxes' output
 * @param scores index of the scores' output
 * @param classes C
 * @param count N, open where each inference has its own
 */
record ScoredBoxes(int boxes, int scores, int classes, long count) {
  /** Floats of a box. */
  static final int BOX = 4;

  /** The two outputs; empty where there are others, or where nothing tells which one has boxes. */
  static Optional<ScoredBoxes> find(List<OutputSpec> outputs) {
    if (outputs.size() != 2
        || outputs.stream().anyMatch(output -> !Shapes.isTable(output.shape(), 1))
        || !outputs.get(0).shape().get(1).equals(outputs.get(1).shape().get(1))) {
      return Optional.empty();
    }
    boolean first = isBoxes(outputs.get(0), outputs.get(1));
    boolean second = isBoxes(outputs.get(1), outputs.get(0));
    if (first == second) {
      return Optional.empty();
    }
    int boxes = first ? 0 : 1;
    OutputSpec scores = outputs.get(1 - boxes);
    return Optional.of(
        new ScoredBoxes(boxes, 1 - boxes, Shapes.columns(scores), scores.shape().get(1)));
  }

  /** The scores of four classes look like boxes; then the names tell. */
  private static boolean isBoxes(OutputSpec output, OutputSpec other) {
    return Shapes.columns(output) == BOX
        && (Shapes.columns(other) != BOX || output.name().contains("box"));
  }
}
