package sluice.catalog.recognition;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import sluice.core.PixelSize;
import sluice.core.model.ChannelOrder;
import sluice.core.model.FamilyDefaults;
import sluice.core.model.InputNormalization;
import sluice.core.model.ModelFamily;
import sluice.core.model.ModelOverrides;
import sluice.core.model.OutputSpec;
import sluice.core.model.Resize;

/**
 * The recognition of a model: what it was found to be, and how it is to be used. Overrides win over
 * the maker's metadata, and that over the family's defaults.
 *
 * @param family how its outputs are read
 * @param normalization how pictures come to it
 * @param labels names of its classes that its maker wrote, from class 0 on
 * @param threshold least confidence that counts, 0 to 1
 * @param iou how much boxes of a class may overlap, 0 to 1; absent for what is usual
 * @param familyReason why it is that family, half a sentence
 * @param normalizationReason where the normalization comes from, half a sentence
 */
public record Recognition(
    ModelFamily family,
    InputNormalization normalization,
    List<String> labels,
    float threshold,
    OptionalDouble iou,
    String familyReason,
    String normalizationReason) {

  /** Keeps its own copy of the labels. */
  public Recognition {
    labels = List.copyOf(labels);
  }

  /**
   * Recognises a model.
   *
   * @param model how messages name it
   * @param overrides overrides of its metadata
   * @param note metadata from its file
   * @param fractions whether its input takes more than whole numbers, 0 to 255
   * @param outputs its outputs
   * @param candidates the families that these could be of
   * @throws sluice.core.SluiceException of code MODEL when it isn't sure; the message names the
   *     candidates and the flag
   */
  public static Recognition of(
      String model,
      ModelOverrides overrides,
      ModelMetadata note,
      boolean fractions,
      List<OutputSpec> outputs,
      FamilyCandidates candidates) {
    FamilyChoice choice = FamilyChoice.of(model, overrides.family(), note, outputs, candidates);
    FamilyDefaults defaults = choice.family().defaults();
    return new Recognition(
        choice.family(),
        normalization(overrides, note, fractions, defaults.normalization(note.isOfUltralytics())),
        note.labels(),
        (float)
            overrides.threshold().orElseGet(() -> note.threshold().orElse(defaults.threshold())),
        overrides.iou().isPresent() ? overrides.iou() : note.iou(),
        choice.reason(),
        normalizationReason(overrides, note));
  }

  private static InputNormalization normalization(
      ModelOverrides overrides, ModelMetadata note, boolean fractions, InputNormalization usual) {
    boolean asIs = !fractions || note.prepared();
    Resize resize = overrides.resize().or(note::resize).orElse(usual.resize());
    ChannelOrder channels = overrides.channels().or(note::channels).orElse(usual.channels());
    List<Float> mean = usual.channels() == channels ? usual.mean() : usual.mean().reversed();
    List<Float> scale = usual.channels() == channels ? usual.scale() : usual.scale().reversed();
    if (overrides.isNormalised()) {
      mean = overrides.mean();
      scale = overrides.scale();
    } else if (asIs) {
      mean = List.of();
      scale = List.of();
    } else if (note.isNormalised()) {
      mean = note.mean();
      scale = note.scale();
    }
    return new InputNormalization(resize, note.pad().orElse(usual.pad()), channels, mean, scale);
  }

  private static String normalizationReason(ModelOverrides overrides, ModelMetadata note) {
    boolean said =
        overrides.resize().isPresent()
            || overrides.channels().isPresent()
            || overrides.isNormalised();
    boolean noted = note.resize().isPresent() || note.channels().isPresent() || note.isNormalised();
    String rest = noted ? "its metadata, the rest by the family" : "the family";
    return said ? "as it was named, the rest by " + rest : "by " + rest;
  }

  /**
   * The size of a picture for a model that leaves it open, by what was said or written, or by what
   * the family that was named usually wants.
   *
   * @return absent where that is unknown
   */
  public static Optional<PixelSize> inputSize(ModelOverrides overrides, ModelMetadata note) {
    return overrides
        .inputSize()
        .or(note::imageSize)
        .or(() -> overrides.family().flatMap(family -> family.defaults().inputSize()));
  }

  /** All of it in one line, without the model's name. */
  @Override
  public String toString() {
    return String.format(
        Locale.ROOT,
        "family %s %s; pictures %s, %s; %s; threshold %s",
        family.wireName(),
        familyReason,
        normalization,
        normalizationReason,
        switch (labels.size()) {
          case 0 -> "no labels of its own";
          case 1 -> "1 label of its own";
          default -> labels.size() + " labels of its own";
        },
        Float.toString(threshold));
  }
}
