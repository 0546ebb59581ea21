package sluice.stage.postprocess;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import sluice.core.Geometry;
import sluice.core.Predictions;
import sluice.core.TensorSet;

/**
 * The reader of queries whose classes have probabilities of their own: logits [1, N, C] and boxes
 * [1, N, 4]. Each logit is such a probability (sigmoid), so that a query may stand for objects of
 * several classes; of all of them the N likeliest count. (transformers, {@code
 * RTDetrImageProcessor.post_process_object_detection} with focal loss; rfdetr, {@code
 * models/postprocess.py}.)
 */
public final class SigmoidQueriesPostprocessor implements Postprocessor {
  /** What rounding may cost; whether a probability counts is tested on itself. */
  private static final double SLACK = 1e-3;

  private final Queries queries;
  private final int classes;
  private final ReadingSettings settings;
  private final float leastLogit;

  /**
   * Reads two outputs.
   *
   * @param queries which they are
   * @param classes how many of the logits' columns stand for classes, from the first on
   */
  public SigmoidQueriesPostprocessor(Queries queries, int classes, ReadingSettings settings) {
    this.queries = queries;
    this.classes = classes;
    this.settings = settings;
    double threshold = settings.threshold();
    this.leastLogit = (float) (Math.log(threshold / (1 - threshold)) - SLACK);
  }

  @Override
  public Predictions read(TensorSet tensors, Geometry geometry) {
    MemorySegment logits = tensors.output(queries.logits());
    MemorySegment boxes = tensors.output(queries.boxes());
    int columns = queries.classes();
    int count = queries.count(logits, boxes);
    Candidates candidates = new Candidates(settings);
    for (int query = 0; query < count; query++) {
      for (int label = 0; label < classes; label++) {
        float logit = logits.getAtIndex(ValueLayout.JAVA_FLOAT, (long) query * columns + label);
        if (logit >= leastLogit) {
          candidates.addQuery(label, sigmoid(logit), boxes, (long) query * Queries.BOX);
        }
      }
    }
    return candidates.strongest(count, geometry);
  }

  private static float sigmoid(float logit) {
    return (float) (1 / (1 + Math.exp(-logit)));
  }
}
