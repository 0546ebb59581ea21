package sluice.core.model;

import java.util.Optional;
import sluice.core.PixelSize;

/**
 * The defaults of a family of models: how its models were trained and are usually used. They hold
 * where neither a user nor a model's maker says anything else.
 *
 * @param normalization how pictures come to its models
 * @param ofUltralytics how they come to models that Ultralytics' tools exported; absent where that
 *     is no different
 * @param threshold least confidence that counts, 0 to 1
 * @param inputSize size of the picture of a named family's model that leaves it open; absent where
 *     there is no usual one
 */
public record FamilyDefaults(
    InputNormalization normalization,
    Optional<InputNormalization> ofUltralytics,
    float threshold,
    Optional<PixelSize> inputSize) {

  /** Refuses a threshold that is no confidence. */
  public FamilyDefaults {
    if (!(threshold >= 0 && threshold <= 1)) {
      throw new IllegalArgumentException("threshold " + threshold + " is not from 0 to 1");
    }
  }

  /** Defaults of a family without a usual size, whose makers all prepare pictures the same way. */
  public static FamilyDefaults of(InputNormalization normalization, float threshold) {
    return new FamilyDefaults(normalization, Optional.empty(), threshold, Optional.empty());
  }

  /** The same with a usual size: a square of that many pixels a side. */
  public FamilyDefaults withSquareInput(int side) {
    return new FamilyDefaults(
        normalization, ofUltralytics, threshold, Optional.of(new PixelSize(side, side)));
  }

  /** The same with another preparation for models that Ultralytics' tools exported. */
  public FamilyDefaults withUltralytics(InputNormalization other) {
    return new FamilyDefaults(normalization, Optional.of(other), threshold, inputSize);
  }

  /**
   * How pictures come to a model.
   *
   * @param exportedByUltralytics whether Ultralytics' tools exported it
   */
  public InputNormalization normalization(boolean exportedByUltralytics) {
    return exportedByUltralytics ? ofUltralytics.orElse(normalization) : normalization;
  }
}
