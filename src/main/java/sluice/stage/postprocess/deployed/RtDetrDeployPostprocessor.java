package sluice.stage.postprocess.deployed;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.List;
import java.util.Optional;
import sluice.core.Geometry;
import sluice.core.Predictions;
import sluice.core.TensorSet;
import sluice.core.model.InputSpec;
import sluice.core.model.OutputSpec;
import sluice.stage.postprocess.Candidates;
import sluice.stage.postprocess.Families;
import sluice.stage.postprocess.Postprocessor;
import sluice.stage.postprocess.ReadingSettings;
import sluice.stage.postprocess.Shapes;

/**
 * The reader of queries that the model itself has turned into objects: a label, a box of left, top,
 * right and bottom in pixels of the size that the model was told, and a score for each.
 * (lyuwenyu/RT-DETR, src/zoo/rtdetr/rtdetr_postprocessor.py, in deploy mode; the same in
 * Peterande/D-FINE.)
 */
final class RtDetrDeployPostprocessor implements Postprocessor {
  private static final int BOX = 4;

  private final Places places;
  private final float perPixelX;
  private final float perPixelY;
  private final ReadingSettings settings;

  /** Which output is which. */
  record Places(int labels, int boxes, int scores) {
    /** By name and shape; empty where there are other outputs. */
    static Optional<Places> find(List<OutputSpec> outputs) {
      List<String> names = outputs.stream().map(OutputSpec::name).toList();
      Places found =
          new Places(names.indexOf("labels"), names.indexOf("boxes"), names.indexOf("scores"));
      boolean areThere =
          outputs.size() == 3 && found.labels >= 0 && found.boxes >= 0 && found.scores >= 0;
      return areThere && found.fit(outputs) ? Optional.of(found) : Optional.empty();
    }

    private boolean fit(List<OutputSpec> outputs) {
      List<Long> box = outputs.get(boxes).shape();
      return Shapes.isTable(box, BOX)
          && box.getLast() == BOX
          && outputs.get(labels).shape().equals(box.subList(0, 2))
          && outputs.get(scores).shape().equals(box.subList(0, 2));
    }
  }

  /**
   * Reads the three outputs of this family.
   *
   * @throws sluice.core.SluiceException when they aren't there
   */
  RtDetrDeployPostprocessor(InputSpec input, List<OutputSpec> outputs, ReadingSettings settings) {
    this.places =
        Places.find(outputs).orElseThrow(() -> Families.notOf(RtDetrDeployFamily.FACTS, outputs));
    this.perPixelX = 1f / input.width();
    this.perPixelY = 1f / input.height();
    this.settings = settings;
  }

  @Override
  public Predictions read(TensorSet tensors, Geometry geometry) {
    MemorySegment labels = tensors.output(places.labels());
    MemorySegment boxes = tensors.output(places.boxes());
    MemorySegment scores = tensors.output(places.scores());
    long count =
        Math.min(
            boxes.byteSize() / (BOX * Float.BYTES),
            Math.min(labels.byteSize(), scores.byteSize()) / Float.BYTES);
    Candidates candidates = new Candidates(settings);
    for (long query = 0; query < count; query++) {
      float score = scores.getAtIndex(ValueLayout.JAVA_FLOAT, query);
      if (score >= settings.threshold()) {
        int label = Candidates.label(labels.getAtIndex(ValueLayout.JAVA_FLOAT, query));
        candidates.addCorners(label, score, boxes, query * BOX, perPixelX, perPixelY);
      }
    }
    return candidates.strongest(candidates.size(), geometry);
  }
}
