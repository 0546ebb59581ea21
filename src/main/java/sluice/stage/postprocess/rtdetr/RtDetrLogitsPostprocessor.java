package sluice.stage.postprocess.rtdetr;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
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

/**
 * The reader of RT-DETR as transformers exports it: logits [1, N, C] and boxes [1, N, 4]. Each
 * logit is a probability of its own (sigmoid), so that a query may stand for objects of several
 * classes; of all of them the N likeliest count. (transformers, {@code
 * RTDetrImageProcessor.post_process_object_detection} with focal loss.)
 */
final class RtDetrLogitsPostprocessor implements Postprocessor {
  /** What rounding may cost; whether a probability counts is tested on itself. */
  private static final double SLACK = 1e-3;

  private final Queries queries;
  private final ReadingSettings settings;
  private final float leastLogit;

  /**
   * Reads the two outputs of this form.
   *
   * @throws sluice.core.SluiceException when they aren't there
   */
  RtDetrLogitsPostprocessor(List<OutputSpec> outputs, ReadingSettings settings) {
    this.queries =
        Queries.find(outputs).orElseThrow(() -> Families.notOf(RtDetrFamily.FACTS, outputs));
    this.settings = settings;
    double threshold = settings.threshold();
    this.leastLogit = (float) (Math.log(threshold / (1 - threshold)) - SLACK);
  }

  /** Whether outputs could be logits and boxes of queries. */
  static boolean fits(List<OutputSpec> outputs) {
    return Queries.fit(outputs);
  }

  @Override
  public Predictions read(TensorSet tensors, Geometry geometry) {
    MemorySegment logits = tensors.output(queries.logits());
    MemorySegment boxes = tensors.output(queries.boxes());
    int classes = queries.classes();
    int count = queries.count(logits, boxes);
    Candidates candidates = new Candidates(settings);
    for (int query = 0; query < count; query++) {
      for (int label = 0; label < classes; label++) {
        float logit = logits.getAtIndex(ValueLayout.JAVA_FLOAT, (long) query * classes + label);
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
