package sluice.stage.postprocess;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import sluice.core.ErrorCode;
import sluice.core.InputSpec;
import sluice.core.ModelFamily;
import sluice.core.OutputSpec;
import sluice.core.SluiceException;

/** Who reads the outputs of which family, and which families outputs could be of. */
public final class Families {
  private Families() {}

  /**
   * The reader for a model's outputs.
   *
   * @param family what they mean
   * @param input the model's input; some families give boxes in its pixels
   * @param outputs the model's outputs
   * @throws SluiceException of code MODEL when the outputs can't be that family's
   */
  public static Postprocessor reader(
      ModelFamily family, InputSpec input, List<OutputSpec> outputs, ReadingSettings settings) {
    return switch (family) {
      case SSD -> new SsdPostprocessor(outputs, settings);
      case BOXES_LABELS -> new BoxesLabelsPostprocessor(input, outputs, settings);
      case YOLOV5 -> new YoloV5Postprocessor(input, outputs, settings);
      case YOLOV8 -> new YoloV8Postprocessor(input, outputs, settings);
      case YOLO_END_TO_END -> EndToEndPostprocessor.ofYolo(input, outputs, settings);
      case YOLOX -> new YoloxPostprocessor(input, outputs, settings);
      case DETR -> new DetrPostprocessor(outputs, settings);
      case RT_DETR ->
          RtDetrPostprocessor.isOneOutput(outputs)
              ? new RtDetrPostprocessor(outputs, settings)
              : new RtDetrLogitsPostprocessor(outputs, settings);
      case RT_DETR_END_TO_END -> EndToEndPostprocessor.ofRtDetr(outputs, settings);
      case CLASSIFICATION -> new ClassificationPostprocessor(outputs, settings);
    };
  }

  /**
   * The families that outputs could be of, told by shapes and names alone, in the order of {@link
   * ModelFamily}; empty when they are of none that is known. Where there are several, only what
   * else is known of the model can decide.
   *
   * @param labels the number of the model's classes, 0 where nobody knows it; it decides among
   *     families where it is that of one's classes
   */
  public static List<ModelFamily> fitting(InputSpec input, List<OutputSpec> outputs, int labels) {
    List<ModelFamily> fitting =
        Arrays.stream(ModelFamily.values()).filter(family -> fits(family, input, outputs)).toList();
    List<ModelFamily> counted =
        fitting.stream()
            .filter(family -> ClassCount.of(family, outputs).orElse(labels) == labels)
            .toList();
    return labels == 0 || counted.isEmpty() ? fitting : counted;
  }

  private static boolean fits(ModelFamily family, InputSpec input, List<OutputSpec> outputs) {
    return switch (family) {
      case SSD -> SsdPostprocessor.matches(outputs);
      case BOXES_LABELS -> BoxesLabelsPostprocessor.fits(outputs);
      case YOLOV5 -> YoloV5Postprocessor.fits(input, outputs);
      case YOLOV8 -> YoloV8Postprocessor.fits(input, outputs);
      case YOLO_END_TO_END, RT_DETR_END_TO_END -> EndToEndPostprocessor.fits(input, outputs);
      case YOLOX -> YoloxPostprocessor.fits(input, outputs);
      case DETR -> DetrPostprocessor.fits(outputs);
      case RT_DETR ->
          RtDetrPostprocessor.fits(input, outputs) || RtDetrLogitsPostprocessor.fits(outputs);
      case CLASSIFICATION ->
          ClassificationPostprocessor.fits(outputs) && !SsdPostprocessor.matches(outputs);
    };
  }

  /** Outputs as messages show them. */
  public static String describe(List<OutputSpec> outputs) {
    return outputs.stream()
        .map(output -> "'" + output.name() + "' " + output.shape())
        .collect(Collectors.joining(", "));
  }

  /** Tells that outputs are not a family's. */
  static SluiceException notOf(ModelFamily family, List<OutputSpec> outputs) {
    return new SluiceException(
        ErrorCode.MODEL,
        "the model's outputs are %s (expected: %s, as family %s has); use a model of that family, or name the one that this is of"
            .formatted(describe(outputs), family.outputs(), family.wireName()));
  }
}
