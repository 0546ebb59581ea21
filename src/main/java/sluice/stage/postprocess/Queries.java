package sluice.stage.postprocess;

import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import sluice.core.model.OutputSpec;

/**
 * The query outputs of a DETR-like model: for each of N queries logits, [1, N, C], and a box, [1,
 * N, 4], of centre x, centre y, width and height in fractions of the input.
 *
 * @param logits index of the logits' output
 * @param boxes index of the boxes' output
 * @param classes C
 */
public record Queries(int logits, int boxes, int classes) {
  /** Floats of a box. */
  public static final int BOX = 4;

  private static final int MOST = 1000;

  /** The two outputs by the names that RF-DETR gives them; empty where there are others. */
  public static Optional<Queries> findOfRfDetr(List<OutputSpec> outputs) {
    List<String> names = outputs.stream().map(OutputSpec::name).toList();
    int logits = names.indexOf("labels");
    int boxes = names.indexOf("dets");
    return outputs.size() == 2
            && logits >= 0
            && boxes >= 0
            && outputs.stream().allMatch(Queries::isTable)
            && Shapes.columns(outputs.get(boxes)) == BOX
            && outputs.get(boxes).shape().get(1).equals(outputs.get(logits).shape().get(1))
        ? Optional.of(new Queries(logits, boxes, Shapes.columns(outputs.get(logits))))
        : Optional.empty();
  }

  /** The two outputs; empty where there are others. */
  public static Optional<Queries> find(List<OutputSpec> outputs) {
    if (outputs.size() != 2 || !IntStream.of(0, 1).allMatch(i -> isTable(outputs.get(i)))) {
      return Optional.empty();
    }
    int boxes = isBoxes(outputs.get(1), outputs.get(0)) ? 1 : 0;
    OutputSpec logits = outputs.get(1 - boxes);
    boolean paired = outputs.get(boxes).shape().get(1).equals(logits.shape().get(1));
    return paired && Shapes.columns(outputs.get(boxes)) == BOX
        ? Optional.of(new Queries(1 - boxes, boxes, Shapes.columns(logits)))
        : Optional.empty();
  }

  /**
   * Whether outputs could be these two, and neither RF-DETR's nor cells of a grid, of which there
   * are thousands.
   */
  public static boolean fit(List<OutputSpec> outputs) {
    return findOfRfDetr(outputs).isEmpty()
        && find(outputs)
            .filter(found -> isUsualCount(outputs.get(found.boxes()).shape().get(1)))
            .isPresent();
  }

  /** Whether models have so many queries: 100, 300, 900; not known before an inference if open. */
  public static boolean isUsualCount(long queries) {
    return queries <= MOST;
  }

  /** How many queries there are in an inference's outputs. */
  public int count(MemorySegment logitsOutput, MemorySegment boxesOutput) {
    long ofLogits = logitsOutput.byteSize() / Float.BYTES / classes;
    long ofBoxes = boxesOutput.byteSize() / Float.BYTES / BOX;
    return Math.toIntExact(Math.min(ofLogits, ofBoxes));
  }

  private static boolean isTable(OutputSpec output) {
    return Shapes.isTable(output.shape(), 1);
  }

  /** Four classes look like a box; then the names tell. */
  private static boolean isBoxes(OutputSpec output, OutputSpec other) {
    return Shapes.columns(output) == BOX
        && (Shapes.columns(other) != BOX || !other.name().contains("box"));
  }
}
