package sluice.stage.postprocess.detr;

import java.lang.foreign.MemorySegment;
import java.util.List;
import sluice.core.Geometry;
import sluice.core.Predictions;
import sluice.core.TensorSet;
import sluice.core.model.OutputSpec;
import sluice.stage.postprocess.Candidates;
import sluice.stage.postprocess.Families;
import sluice.stage.postprocess.Postprocessor;
import sluice.stage.postprocess.Queries;
import sluice.stage.postprocess.ReadingSettings;
import sluice.stage.postprocess.Rows;

/**
 * The reader of DETR: logits [1, N, C + 1], the last of which stands for "no object", and boxes [1,
 * N, 4]. Softmax makes probabilities of a query's logits; its class is its likeliest one besides
 * "no object". (facebookresearch/detr, models/detr.py, {@code PostProcess}; transformers, {@code
 * DetrImageProcessor.post_process_object_detection}.)
 */
final class DetrPostprocessor implements Postprocessor {
  private final Queries queries;
  private final ReadingSettings settings;

  /**
   * Reads the two outputs of this family.
   *
   * @throws sluice.core.SluiceException when they aren't there
   */
  DetrPostprocessor(List<OutputSpec> outputs, ReadingSettings settings) {
    this.queries =
        Queries.find(outputs)
            .filter(found -> found.classes() > 1)
            .orElseThrow(() -> Families.notOf(DetrFamily.FACTS, outputs));
    this.settings = settings;
  }

  /** Whether outputs could be logits and boxes of queries. */
  static boolean fits(List<OutputSpec> outputs) {
    return Queries.fit(outputs)
        && Queries.find(outputs).filter(found -> found.classes() > 1).isPresent();
  }

  @Override
  public Predictions read(TensorSet tensors, Geometry geometry) {
    MemorySegment logits = tensors.output(queries.logits());
    MemorySegment boxes = tensors.output(queries.boxes());
    int classes = queries.classes();
    int count = queries.count(logits, boxes);
    Candidates candidates = new Candidates(settings);
    for (int query = 0; query < count; query++) {
      long first = (long) query * classes;
      int label = Rows.greatest(logits, first, classes - 1);
      float confidence = Rows.softmax(logits, first, classes, label);
      if (confidence >= settings.threshold()) {
        candidates.addQuery(label, confidence, boxes, (long) query * Queries.BOX);
      }
    }
    return candidates.strongest(candidates.size(), geometry);
  }
}
