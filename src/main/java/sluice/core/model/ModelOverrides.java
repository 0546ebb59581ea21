package sluice.core.model;

import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import sluice.core.PixelSize;

/**
 * Overrides of what is read from a model: by a user, or by its manifest. What is not overridden is
 * absent or empty, and follows from the model.
 *
 * @param family how its outputs are read
 * @param inputSize size of its picture, where the model leaves it open
 * @param resize how pictures are made to fit
 * @param channels the order of the colours that it takes
 * @param mean what is taken away from each colour, in that order
 * @param scale by what each colour is divided then, in that order
 * @param threshold least confidence that counts, 0 to 1
 * @param iou how much boxes of a class may overlap, 0 to 1
 * @param heads the heads of a classifier of several attributes; a manifest has them
 */
public record ModelOverrides(
    Optional<ModelFamily> family,
    Optional<PixelSize> inputSize,
    Optional<Resize> resize,
    Optional<ChannelOrder> channels,
    List<Float> mean,
    List<Float> scale,
    OptionalDouble threshold,
    OptionalDouble iou,
    ClassifierHeads heads) {

  /** Nothing was said. */
  public static final ModelOverrides NONE =
      new ModelOverrides(
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          List.of(),
          List.of(),
          OptionalDouble.empty(),
          OptionalDouble.empty(),
          ClassifierHeads.NONE);

  /** Keeps its own copies. */
  public ModelOverrides {
    mean = List.copyOf(mean);
    scale = List.copyOf(scale);
  }

  /**
   * These overrides, and others where these say nothing. Mean and scale belong together: who names
   * one of them has said that there is no other.
   */
  public ModelOverrides or(ModelOverrides others) {
    boolean normalised = isNormalised();
    return new ModelOverrides(
        family.or(others::family),
        inputSize.or(others::inputSize),
        resize.or(others::resize),
        channels.or(others::channels),
        normalised ? mean : others.mean,
        normalised ? scale : others.scale,
        threshold.isPresent() ? threshold : others.threshold,
        iou.isPresent() ? iou : others.iou,
        heads.all().isEmpty() ? others.heads : heads);
  }

  /** Whether mean or scale were named. */
  public boolean isNormalised() {
    return !mean.isEmpty() || !scale.isEmpty();
  }

  /** The same with a family. */
  public ModelOverrides family(ModelFamily value) {
    return new ModelOverrides(
        Optional.of(value), inputSize, resize, channels, mean, scale, threshold, iou, heads);
  }

  /** The same with a size. */
  public ModelOverrides inputSize(PixelSize value) {
    return new ModelOverrides(
        family, Optional.of(value), resize, channels, mean, scale, threshold, iou, heads);
  }

  /** The same with a way to make pictures fit. */
  public ModelOverrides resize(Resize value) {
    return new ModelOverrides(
        family, inputSize, Optional.of(value), channels, mean, scale, threshold, iou, heads);
  }

  /** The same with an order of colours. */
  public ModelOverrides channels(ChannelOrder value) {
    return new ModelOverrides(
        family, inputSize, resize, Optional.of(value), mean, scale, threshold, iou, heads);
  }

  /** The same with a mean and a scale; either may be empty. */
  public ModelOverrides normalised(List<Float> newMean, List<Float> newScale) {
    return new ModelOverrides(
        family, inputSize, resize, channels, newMean, newScale, threshold, iou, heads);
  }

  /** The same with a threshold. */
  public ModelOverrides threshold(double value) {
    return new ModelOverrides(
        family, inputSize, resize, channels, mean, scale, OptionalDouble.of(value), iou, heads);
  }

  /** The same with an overlap. */
  public ModelOverrides iou(double value) {
    return new ModelOverrides(
        family,
        inputSize,
        resize,
        channels,
        mean,
        scale,
        threshold,
        OptionalDouble.of(value),
        heads);
  }

  /** The same with the heads of a classifier. */
  public ModelOverrides heads(ClassifierHeads value) {
    return new ModelOverrides(
        family, inputSize, resize, channels, mean, scale, threshold, iou, value);
  }
}
