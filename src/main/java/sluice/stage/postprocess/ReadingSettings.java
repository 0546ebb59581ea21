package sluice.stage.postprocess;

import java.util.Optional;
import java.util.function.IntFunction;
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
 * @param keyPoints how key points are laid out; absent where the model's maker doesn't say
 */
public record ReadingSettings(
    float threshold,
    float iou,
    int top,
    boolean multiLabel,
    IntFunction<String> labels,
    Optional<KeyPointLayout> keyPoints) {

  /** The overlap that YOLOv5 and its successors are used with. */
  public static final float DEFAULT_IOU = 0.45f;

  /** The number of classes that is usual in comparisons of classifiers. */
  public static final int DEFAULT_TOP = 5;

  /** Without a layout of key points. */
  public ReadingSettings(
      float threshold, float iou, int top, boolean multiLabel, IntFunction<String> labels) {
    this(threshold, iou, top, multiLabel, labels, Optional.empty());
  }

  /** With the usual overlap and number of classes. */
  public static ReadingSettings of(float threshold, IntFunction<String> labels) {
    return new ReadingSettings(threshold, DEFAULT_IOU, DEFAULT_TOP, false, labels);
  }

  /** The same with another threshold. */
  public ReadingSettings threshold(float other) {
    return new ReadingSettings(other, iou, top, multiLabel, labels, keyPoints);
  }

  /** The same with another layout of key points. */
  public ReadingSettings keyPoints(Optional<KeyPointLayout> other) {
    return new ReadingSettings(threshold, iou, top, multiLabel, labels, other);
  }
}
