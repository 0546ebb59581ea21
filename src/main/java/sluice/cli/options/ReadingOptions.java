package sluice.cli.options;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import sluice.app.ModelFamilies;
import sluice.app.model.ModelSource.BuiltIn;
import sluice.cli.terminal.OptionParsers;
import sluice.core.PixelSize;
import sluice.core.model.ChannelOrder;
import sluice.core.model.ModelFamily;
import sluice.core.model.ModelOverrides;
import sluice.core.model.Resize;

/** Options that override a model's metadata: its preprocessing and the decoding of its outputs. */
final class ReadingOptions {
  /** Our names, and Open Model Zoo's for the same. */
  private static final Map<String, Resize> RESIZES =
      Map.of(
          "stretch", Resize.STRETCH,
          "standard", Resize.STRETCH,
          "letterbox", Resize.LETTERBOX,
          "fit_to_window_letterbox", Resize.LETTERBOX,
          "corner", Resize.CORNER,
          "fit_to_window", Resize.CORNER,
          "crop", Resize.CROP);

  private static final Map<String, ChannelOrder> CHANNELS =
      Map.of("bgr", ChannelOrder.BGR, "rgb", ChannelOrder.RGB);

  private static final String AUTO = "auto";

  @Option(
      names = {"-t", "--threshold"},
      paramLabel = "THRESHOLD",
      description = {
        "Least confidence that counts, 0 to 1 (default: what suits a model given by name, of the"
            + " built-in one "
            + BuiltIn.THRESHOLD
            + ", else what its maker or its family says)."
      })
  @Nullable String threshold;

  @Option(
      names = "--labels",
      paramLabel = "FILE",
      description =
          "Names of the classes, one a line, from class 0 on (default: those of a model given by"
              + " name, else those that its maker wrote into it, else numbers).")
  @Nullable String labels;

  @Option(
      names = {"--family", "-at", "--architecture_type"},
      paramLabel = "WORD",
      defaultValue = AUTO,
      completionCandidates = FamilyNames.class,
      description = {
        "How the outputs are read: auto (default; by ports and metadata, and it says what it"
            + " chose), ${COMPLETION-CANDIDATES}."
      })
  String family = "";

  @Option(
      names = {"--resize", "--resize_type"},
      paramLabel = "HOW",
      description = {
        "How a picture is brought to the model's input: stretch (Open Model Zoo's standard),"
            + " letterbox (fit_to_window_letterbox), corner (fit_to_window) or crop (its middle)"
            + " (default: as the model was trained)."
      })
  @Nullable String resize;

  @Option(
      names = "--channels",
      paramLabel = "ORDER",
      description = "Order of the colours that the model takes: bgr or rgb (default: as trained).")
  @Nullable String channels;

  @Option(names = "--reverse_input_channels", description = "The same as --channels rgb.")
  boolean reverseInputChannels;

  @Option(
      names = {"--mean", "--mean_values"},
      paramLabel = "N[,N,N]",
      description =
          "Taken away from each colour, 0 to 255, in the model's order (default: as trained).")
  @Nullable String mean;

  @Option(
      names = {"--scale", "--scale_values"},
      paramLabel = "N[,N,N]",
      description = "By what each colour is divided then (default: as trained).")
  @Nullable String scale;

  @Option(
      names = {"--iou", "--iou_t", "-iou_t"},
      paramLabel = "IOU",
      description = {
        "Boxes of a class that overlap by more of their union, 0 to 1, are one object (default:"
            + " what the model's maker wrote, else 0.7 for family yolov8 and 0.45 for others). Not"
            + " for models that sift by themselves."
      })
  @Nullable String iou;

  /** The file with the names of the classes, if one was named. */
  Optional<Path> labels() {
    return labels == null ? Optional.empty() : Optional.of(OptionParsers.path("--labels", labels));
  }

  /**
   * What the flags say of the model.
   *
   * @param inputSize of its picture, as another flag says
   */
  ModelOverrides overrides(Optional<PixelSize> inputSize) {
    ModelOverrides overrides =
        ModelOverrides.NONE.normalised(
            mean == null ? List.of() : OptionParsers.perColour("--mean", mean), scale());
    if (!family.equalsIgnoreCase(AUTO)) {
      overrides = overrides.family(family());
    }
    if (inputSize.isPresent()) {
      overrides = overrides.inputSize(inputSize.get());
    }
    if (resize != null) {
      overrides = overrides.resize(resize(resize));
    }
    if (channels != null || reverseInputChannels) {
      overrides = overrides.channels(channels());
    }
    if (threshold != null) {
      overrides = overrides.threshold(OptionParsers.share("-t", threshold));
    }
    return iou == null ? overrides : overrides.iou(OptionParsers.share("--iou", iou));
  }

  private ModelFamily family() {
    Map<String, ModelFamily> families =
        ModelFamilies.facts().stream()
            .collect(Collectors.toMap(ModelFamily::wireName, each -> each));
    String names = String.join(", ", ModelFamily.wireNames(ModelFamilies.facts()));
    return OptionParsers.word("--family", family, families, AUTO + ", " + names);
  }

  private ChannelOrder channels() {
    ChannelOrder order =
        channels == null
            ? ChannelOrder.RGB
            : OptionParsers.word("--channels", channels, CHANNELS, "bgr or rgb");
    if (reverseInputChannels && order == ChannelOrder.BGR) {
      throw OptionParsers.refused("--channels", "bgr", "rgb beside --reverse_input_channels");
    }
    return order;
  }

  private List<Float> scale() {
    List<Float> values = scale == null ? List.of() : OptionParsers.perColour("--scale", scale);
    if (values.contains(0f)) {
      throw OptionParsers.refused("--scale", String.valueOf(scale), "numbers other than 0");
    }
    return values;
  }

  private static Resize resize(String word) {
    return OptionParsers.word(
        "--resize",
        word,
        RESIZES,
        "stretch, letterbox, corner or crop; also standard, fit_to_window_letterbox or"
            + " fit_to_window");
  }
}
