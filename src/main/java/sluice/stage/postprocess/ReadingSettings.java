package sluice.stage.postprocess;

import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntFunction;
import sluice.core.model.ClassifierHeads;
import sluice.core.model.KeyPointLayout;

/**
 * The settings of a postprocessor.
 *
 * @param threshold least confidence that counts, 0 to 1
 * @param iou boxes of a class that overlap by more than this share of their union, 0 to 1, count as
 *     one object (non-maximum suppression); models that suppress boxes themselves don't heed it
 * @param top most classes that a classifier's picture gets, at least 1
 * @param multiLabel whether each class of a picture has a probability of its own, the sigmoid of
 *     its score, and all that reach the threshold are told; else they share one
 * @param labels the words for label ids
 * @param heads the heads of a classifier of several attributes; none of other models
 * @param keyPoints how key points are laid out; absent where the model's maker doesn't say
 */
public record ReadingSettings(
    float threshold,
    float iou,
    int top,
    boolean multiLabel,
    IntFunction<String> labels,
    ClassifierHeads heads,
    Optional<KeyPointLayout> keyPoints) {

  /** The overlap that YOLOv5 and its successors are used with. */
  public static final float DEFAULT_IOU = 0.45f;

  /** The number of classes that is usual in comparisons of classifiers. */
  public static final int DEFAULT_TOP = 5;

  private static final Set<String> BACKGROUND = Set.of("background", "__background__");

  /** For a model without heads and key points. */
  public ReadingSettings(
      float threshold, float iou, int top, boolean multiLabel, IntFunction<String> labels) {
    this(threshold, iou, top, multiLabel, labels, ClassifierHeads.NONE, Optional.empty());
  }

  /** With the usual overlap and number of classes. */
  public static ReadingSettings of(float threshold, IntFunction<String> labels) {
    return new ReadingSettings(threshold, DEFAULT_IOU, DEFAULT_TOP, false, labels);
  }

  /** The same with another threshold. */
  public ReadingSettings threshold(float other) {
    return new ReadingSettings(other, iou, top, multiLabel, labels, heads, keyPoints);
  }

  /** The same with the heads of a classifier. */
  public ReadingSettings heads(ClassifierHeads described) {
    return new ReadingSettings(threshold, iou, top, multiLabel, labels, described, keyPoints);
  }

  /** The same with another layout of key points. */
  public ReadingSettings keyPoints(Optional<KeyPointLayout> other) {
    return new ReadingSettings(threshold, iou, top, multiLabel, labels, heads, other);
  }

  /**
   * The same for a model that counts its classes from 1 because 0 is the background, and whose
   * classes are told from 0 on. Its labels may begin with the background or with the first class:
   * makers write both, so that the first word decides.
   */
  public ReadingSettings withoutBackground() {
    IntFunction<String> words =
        BACKGROUND.contains(labels.apply(0).toLowerCase(Locale.ROOT))
            ? label -> labels.apply(label + 1)
            : labels;
    return new ReadingSettings(threshold, iou, top, multiLabel, words, heads, keyPoints);
  }
}
