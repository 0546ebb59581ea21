package sluice.catalog.recognition;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.stream.Stream;
import sluice.core.ErrorCode;
import sluice.core.PixelSize;
import sluice.core.SluiceException;
import sluice.core.model.ChannelOrder;
import sluice.core.model.FamilyDefaults;
import sluice.core.model.InputNormalization;
import sluice.core.model.KeyPointLayout;
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
 * @param classes how many classes its outputs have; absent where that is not known
 * @param threshold least confidence that counts, 0 to 1
 * @param iou how much boxes of a class may overlap, 0 to 1; absent where nobody says so and the
 *     family's models suppress boxes themselves
 * @param multiLabel whether each class of a picture has a probability of its own
 * @param keyPoints how key points are laid out; absent where its maker doesn't say
 * @param familyReason why it is that family, half a sentence
 * @param normalizationReason where the normalization comes from, half a sentence
 * @param unused names and values of its maker's metadata that could change pictures or results and
 *     are not used
 */
public record Recognition(
    ModelFamily family,
    InputNormalization normalization,
    List<String> labels,
    OptionalLong classes,
    float threshold,
    OptionalDouble iou,
    boolean multiLabel,
    Optional<KeyPointLayout> keyPoints,
    String familyReason,
    String normalizationReason,
    List<String> unused) {
  /** Of classifiers of several labels, as Model API has it. */
  private static final double MULTI_LABEL_THRESHOLD = 0.5;

  /** Keeps its own copies. */
  public Recognition {
    labels = List.copyOf(labels);
    unused = List.copyOf(unused);
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
   * @throws SluiceException of code MODEL when it isn't sure, the message naming the candidates and
   *     the flag; and when its metadata change colours in a way that can't be followed
   */
  public static Recognition of(
      String model,
      ModelOverrides overrides,
      ModelMetadata note,
      boolean fractions,
      List<OutputSpec> outputs,
      FamilyCandidates candidates) {
    FamilyChoice choice = FamilyChoice.of(model, overrides.family(), note, outputs, candidates);
    if (!overrides.isNormalised()) {
      note.refused().ifPresent(word -> refuse(model, word));
    }
    FamilyDefaults defaults = choice.family().defaults();
    boolean multiLabel = choice.family().classifies() && note.multiLabel();
    double usual = multiLabel ? MULTI_LABEL_THRESHOLD : defaults.threshold(note.isOfUltralytics());
    return new Recognition(
        choice.family(),
        normalization(overrides, note, fractions, defaults.normalization(note.isOfUltralytics())),
        note.labels(),
        OptionalLong.empty(),
        (float) overrides.threshold().orElseGet(() -> note.threshold().orElse(usual)),
        Stream.of(overrides.iou(), note.iou(), defaults.iou())
            .filter(OptionalDouble::isPresent)
            .findFirst()
            .orElse(OptionalDouble.empty()),
        multiLabel,
        note.keyPoints(),
        choice.reason(),
        normalizationReason(overrides, note),
        unused(note, defaults));
  }

  /** The same with the number of classes that its outputs have. */
  public Recognition withClasses(OptionalLong count) {
    return new Recognition(
        family,
        normalization,
        labels,
        count,
        threshold,
        iou,
        multiLabel,
        keyPoints,
        familyReason,
        normalizationReason,
        unused);
  }

  /** Whether its maker wrote more or fewer labels than its outputs have classes. */
  public boolean isLabelledOtherwise() {
    return !labels.isEmpty() && classes.orElse(labels.size()) != labels.size();
  }

  private static void refuse(String model, String word) {
    throw new SluiceException(
        ErrorCode.MODEL,
        "model %s: its metadata say %s, a treatment of pictures that Sluice doesn't have (expected: input_dtype u8, and an intensity_mode that cuts off none of the colours 0 to 255); name what else it takes with --mean and --scale, in a configuration with mean and scale"
            .formatted(model, word));
  }

  /** Suppression of boxes is not told as unused where it is done. */
  private static List<String> unused(ModelMetadata note, FamilyDefaults defaults) {
    return note.unused().stream()
        .filter(
            field ->
                defaults.iou().isEmpty()
                    || !(field.startsWith("nms_execute ") || field.startsWith("execute_nms ")))
        .toList();
  }

  private static InputNormalization normalization(
      ModelOverrides overrides, ModelMetadata note, boolean fractions, InputNormalization usual) {
    boolean asIs = !fractions || note.prepared();
    Resize resize = overrides.resize().or(note::resizeOfModel).orElse(usual.resize());
    // Models trained with red first are the ones whose converters are told to turn colours.
    ChannelOrder written =
        note.inGraph().reversed() ? ChannelOrder.BGR : note.channels().orElse(usual.channels());
    ChannelOrder channels = overrides.channels().orElse(written);
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
    } else if (note.inGraph().isNormalised()) {
      mean = List.of();
      scale = List.of();
    }
    return new InputNormalization(resize, note.pad().orElse(usual.pad()), channels, mean, scale);
  }

  private static String normalizationReason(ModelOverrides overrides, ModelMetadata note) {
    boolean said =
        overrides.resize().isPresent()
            || overrides.channels().isPresent()
            || overrides.isNormalised();
    boolean noted =
        note.resizeOfModel().isPresent() || note.channels().isPresent() || note.isNormalised();
    String inGraph = note.inGraph().toString();
    String rest = noted ? "its metadata, the rest by the family" : "the family";
    return (said ? "as it was named, the rest by " + rest : "by " + rest)
        + (inGraph.isEmpty() ? "" : ", with " + inGraph + " in its graph already");
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
        "family %s %s; pictures %s, %s; %s; threshold %s%s%s%s",
        family.wireName(),
        familyReason,
        normalization,
        normalizationReason,
        labelsInWords(),
        Float.toString(threshold),
        family.defaults().iou().isPresent() && iou.isPresent() ? "; IoU " + iou.getAsDouble() : "",
        multiLabel ? "; several labels a picture" : "",
        unused.isEmpty() ? "" : "; not used of its metadata: " + String.join(", ", unused));
  }

  private String labelsInWords() {
    String words =
        switch (labels.size()) {
          case 0 ->
              "no labels of its own"
                  + (classes.isPresent() ? " for " + classes.getAsLong() + " classes" : "");
          case 1 -> "1 label of its own";
          default -> labels.size() + " labels of its own";
        };
    return isLabelledOtherwise()
        ? words
            + " for "
            + classes.getAsLong()
            + " classes, which does not fit: is the family right?"
        : words;
  }
}
