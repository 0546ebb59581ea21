package sluice.core.model;

import java.util.Optional;
import java.util.OptionalDouble;
import sluice.core.PixelSize;

/**
 * The defaults of a family of models: how its models were trained and are usually used. They hold
 * where neither a user nor a model's maker says anything else.
 *
 * @param normalization how pictures come to its models
 * @param ofUltralytics what differs for models that Ultralytics' tools exported; absent where
 *     nothing does
 * @param threshold least confidence that counts, 0 to 1
 * @param inputSize size of the picture of a named family's model that leaves it open; absent where
 *     there is no usual one
 * @param iou how much boxes of a class may overlap, 0 to 1, before the weaker one is suppressed;
 *     absent where the models do that themselves or need it not
 */
public record FamilyDefaults(
    InputNormalization normalization,
    Optional<Exported> ofUltralytics,
    float threshold,
    Optional<PixelSize> inputSize,
    OptionalDouble iou) {

  /** Refuses a threshold and an overlap that are not from 0 to 1. */
  public FamilyDefaults {
    if (!(threshold >= 0 && threshold <= 1)) {
      throw new IllegalArgumentException("threshold " + threshold + " is not from 0 to 1");
    }
    if (!(iou.orElse(0) >= 0 && iou.orElse(0) <= 1)) {
      throw new IllegalArgumentException("IoU " + iou + " is not from 0 to 1");
    }
  }

  /** Defaults of a family without a usual size, whose makers all prepare pictures the same way. */
  public static FamilyDefaults of(InputNormalization normalization, float threshold) {
    return new FamilyDefaults(
        normalization, Optional.empty(), threshold, Optional.empty(), OptionalDouble.empty());
  }

  /** The same with a usual size: a square of that many pixels a side. */
  public FamilyDefaults withSquareInput(int side) {
    return new FamilyDefaults(
        normalization, ofUltralytics, threshold, Optional.of(new PixelSize(side, side)), iou);
  }

  /** The same with another preparation for models that Ultralytics' tools exported. */
  public FamilyDefaults withUltralytics(InputNormalization other) {
    return withUltralytics(new Exported(other, threshold));
  }

  /** The same with another threshold for models that Ultralytics' tools exported. */
  public FamilyDefaults withUltralytics(float otherThreshold) {
    return withUltralytics(new Exported(normalization, otherThreshold));
  }

  private FamilyDefaults withUltralytics(Exported other) {
    return new FamilyDefaults(normalization, Optional.of(other), threshold, inputSize, iou);
  }

  /** The same for a family whose boxes are suppressed here. */
  public FamilyDefaults withIou(double value) {
    return new FamilyDefaults(
        normalization, ofUltralytics, threshold, inputSize, OptionalDouble.of(value));
  }

  /**
   * How pictures come to a model.
   *
   * @param exportedByUltralytics whether Ultralytics' tools exported it
   */
  public InputNormalization normalization(boolean exportedByUltralytics) {
    return exported(exportedByUltralytics).normalization();
  }

  /**
   * Least confidence that counts for a model.
   *
   * @param exportedByUltralytics whether Ultralytics' tools exported it
   */
  public float threshold(boolean exportedByUltralytics) {
    return exported(exportedByUltralytics).threshold();
  }

  private Exported exported(boolean byUltralytics) {
    Exported usual = new Exported(normalization, threshold);
    return byUltralytics ? ofUltralytics.orElse(usual) : usual;
  }

  /**
   * Defaults that may differ by who exported a model.
   *
   * @param normalization how pictures come to it
   * @param threshold least confidence that counts, 0 to 1
   */
  public record Exported(InputNormalization normalization, float threshold) {}
}
