package sluice.stage.postprocess.boxeslabelsscores;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import sluice.core.model.OutputSpec;

/**
 * The outputs of a model that writes boxes, labels and scores into an output each. Labels and
 * scores have the same shape, so that only names tell them apart.
 *
 * @param boxes index of the output of boxes, four floats each
 * @param labels index of the output of labels
 * @param scores index of the output of scores
 * @param count index of the output that says how many of them count; absent where all do
 */
record DetectionPorts(int boxes, int labels, int scores, OptionalInt count) {
  /** Floats of a box. */
  static final int BOX = 4;

  /** What converters of TensorFlow's graphs leave of them: {@code detection_boxes:0}. */
  private static final Pattern PORT_NUMBER = Pattern.compile(":\\d+$");

  /** As torchvision names and shapes them: boxes [N, 4], labels [N], scores [N]. */
  static Optional<DetectionPorts> ofTorchvision(List<OutputSpec> outputs) {
    return find(outputs, "boxes", "labels", "scores", shape -> shape.size() == 2);
  }

  /**
   * As TensorFlow's object detection names and shapes them: detection_boxes [1, N, 4],
   * detection_classes [1, N], detection_scores [1, N], and num_detections of one number.
   */
  static Optional<DetectionPorts> ofTensorFlow(List<OutputSpec> outputs) {
    return find(
            outputs,
            "detection_boxes",
            "detection_classes",
            "detection_scores",
            shape -> shape.size() == 3 && shape.getFirst() == 1)
        .map(found -> found.withCount(named(outputs, "num_detections")));
  }

  private static Optional<DetectionPorts> find(
      List<OutputSpec> outputs,
      String boxesName,
      String labelsName,
      String scoresName,
      Predicate<List<Long>> shape) {
    OptionalInt boxes = named(outputs, boxesName);
    OptionalInt labels = named(outputs, labelsName);
    OptionalInt scores = named(outputs, scoresName);
    if (boxes.isEmpty() || labels.isEmpty() || scores.isEmpty()) {
      return Optional.empty();
    }
    List<Long> ofBoxes = outputs.get(boxes.getAsInt()).shape();
    if (!shape.test(ofBoxes) || ofBoxes.getLast() != BOX) {
      return Optional.empty();
    }
    List<Long> wanted = ofBoxes.subList(0, ofBoxes.size() - 1);
    boolean alike =
        outputs.get(labels.getAsInt()).shape().equals(wanted)
            && outputs.get(scores.getAsInt()).shape().equals(wanted);
    return alike
        ? Optional.of(
            new DetectionPorts(
                boxes.getAsInt(), labels.getAsInt(), scores.getAsInt(), OptionalInt.empty()))
        : Optional.empty();
  }

  private static OptionalInt named(List<OutputSpec> outputs, String name) {
    return IntStream.range(0, outputs.size())
        .filter(i -> PORT_NUMBER.matcher(outputs.get(i).name()).replaceFirst("").equals(name))
        .findFirst();
  }

  private DetectionPorts withCount(OptionalInt index) {
    return new DetectionPorts(boxes, labels, scores, index);
  }
}
