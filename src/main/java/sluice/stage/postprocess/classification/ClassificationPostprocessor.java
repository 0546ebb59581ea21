package sluice.stage.postprocess.classification;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import sluice.core.Classification;
import sluice.core.Geometry;
import sluice.core.Predictions;
import sluice.core.TensorSet;
import sluice.core.model.OutputSpec;
import sluice.stage.postprocess.Families;
import sluice.stage.postprocess.Postprocessor;
import sluice.stage.postprocess.ReadingSettings;
import sluice.stage.postprocess.Rows;

/**
 * The reader of classifiers of whole pictures: one output with a score for each of C classes, [1,
 * C] or with further dimensions of 1. Scores that aren't probabilities (each from 0 to 1, their sum
 * 1) are made so by softmax. The results are the likeliest classes, as many as the settings say,
 * that reach the threshold. Where each class has a probability of its own, that is the sigmoid of
 * its score, and the results are all that reach the threshold (open-edge-platform/model_api,
 * src/model_api/models/classification.py).
 */
final class ClassificationPostprocessor implements Postprocessor {
  /** How far from 1 the sum of probabilities may be, for those of 16-bit or 8-bit arithmetic. */
  private static final double TOLERANCE = 0.02;

  private final int classes;
  private final ReadingSettings settings;

  /**
   * Reads the one output of this family.
   *
   * @throws sluice.core.SluiceException when there is none
   */
  ClassificationPostprocessor(List<OutputSpec> outputs, ReadingSettings settings) {
    if (!fits(outputs)) {
      throw Families.notOf(ClassificationFamily.FACTS, outputs);
    }
    this.classes = Math.toIntExact(outputs.getFirst().size());
    this.settings = settings;
  }

  /** Whether outputs are scores of at least two classes. */
  static boolean fits(List<OutputSpec> outputs) {
    if (outputs.size() != 1 || outputs.getFirst().shape().size() < 2) {
      return false;
    }
    List<Long> shape = outputs.getFirst().shape();
    return shape.getFirst() == 1
        && shape.stream().allMatch(extent -> extent > 0)
        && shape.stream().filter(extent -> extent > 1).count() == 1;
  }

  @Override
  public Predictions read(TensorSet tensors, Geometry geometry) {
    MemorySegment scores = tensors.output(0);
    int[] best = likeliest(scores);
    boolean probabilities = areProbabilities(scores);
    List<Classification> found = new ArrayList<>(best.length);
    for (int label : best) {
      float confidence =
          settings.multiLabel()
              ? sigmoid(scores.getAtIndex(ValueLayout.JAVA_FLOAT, label))
              : probabilities
                  ? scores.getAtIndex(ValueLayout.JAVA_FLOAT, label)
                  : Rows.softmax(scores, 0, classes, label);
      if (confidence >= settings.threshold()) {
        String word = settings.labels().apply(label);
        found.add(new Classification(label, word, Math.clamp(confidence, 0f, 1f)));
      }
    }
    return Predictions.ofClasses(found);
  }

  private static float sigmoid(float score) {
    return (float) (1 / (1 + Math.exp(-score)));
  }

  private boolean areProbabilities(MemorySegment scores) {
    double sum = 0;
    for (int label = 0; label < classes; label++) {
      float score = scores.getAtIndex(ValueLayout.JAVA_FLOAT, label);
      if (!(score >= 0 && score <= 1)) {
        return false;
      }
      sum += score;
    }
    return Math.abs(sum - 1) <= TOLERANCE;
  }

  /** The labels of the greatest finite scores, the greatest first; of equals, the first label. */
  private int[] likeliest(MemorySegment scores) {
    int[] best = new int[settings.multiLabel() ? classes : Math.min(settings.top(), classes)];
    int count = 0;
    for (int label = 0; label < classes; label++) {
      float score = scores.getAtIndex(ValueLayout.JAVA_FLOAT, label);
      if (Float.isFinite(score)) {
        count = insert(scores, best, count, label, score);
      }
    }
    return Arrays.copyOf(best, count);
  }

  private static int insert(MemorySegment scores, int[] best, int count, int label, float score) {
    int place = count;
    while (place > 0 && score > scores.getAtIndex(ValueLayout.JAVA_FLOAT, best[place - 1])) {
      place--;
    }
    if (place == best.length) {
      return count;
    }
    int kept = Math.min(count, best.length - 1);
    System.arraycopy(best, place, best, place + 1, kept - place);
    best[place] = label;
    return kept + 1;
  }
}
