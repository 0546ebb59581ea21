package sluice.stage.postprocess.attributes;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.List;
import sluice.core.Attribute;
import sluice.core.model.ClassifierHead;
import sluice.stage.postprocess.Rows;

/**
 * The reader of one head.
 *
 * @param head what its scores mean
 * @param output index of its output
 * @param threshold least confidence that counts, 0 to 1
 */
record HeadReader(ClassifierHead head, int output, float threshold) {

  /**
   * Adds the head's attributes. One label's value is told where it reaches the threshold; labels
   * that are attributes of their own are always told, and are there where they reach it. What isn't
   * finite is left out.
   */
  void read(MemorySegment scores, List<Attribute> found) {
    List<String> labels = head.labels();
    if (head.multiLabel()) {
      for (int label = 0; label < labels.size(); label++) {
        addOwn(labels.get(label), probability(scores, label), found);
      }
      return;
    }
    int best = Rows.greatest(scores, 0, labels.size());
    float confidence = probability(scores, best);
    if (confidence >= threshold) {
      found.add(new Attribute(head.name(), best, labels.get(best), confidence));
    }
  }

  private void addOwn(String name, float probability, List<Attribute> found) {
    if (probability >= threshold) {
      found.add(new Attribute(name, 1, Attribute.YES, probability));
    } else if (Float.isFinite(probability)) {
      found.add(new Attribute(name, 0, Attribute.NO, 1 - probability));
    }
  }

  /** From 0 to 1, or NaN. */
  private float probability(MemorySegment scores, int label) {
    float score = scores.getAtIndex(ValueLayout.JAVA_FLOAT, label);
    if (!Float.isFinite(score)) {
      return Float.NaN;
    }
    return switch (head.activation()) {
      case NONE -> Math.clamp(score, 0f, 1f);
      case SOFTMAX -> Rows.softmax(scores, 0, head.labels().size(), label);
      case SIGMOID -> (float) (1 / (1 + Math.exp(-score)));
    };
  }
}
