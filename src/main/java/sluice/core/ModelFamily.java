package sluice.core;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * How a model's outputs are read. In shapes, N is the number of boxes and C that of classes; more
 * in src/docs/families.md.
 */
public enum ModelFamily {
  /** OpenVINO's DetectionOutput: rows of image id, label, confidence and box. */
  SSD("ssd", "single-shot detectors", "one output [1, 1, N, 7]"),
  /** Boxes with their confidence, already sifted, and labels beside them. */
  BOXES_LABELS(
      "boxes-labels",
      "newer detectors of the Open Model Zoo",
      "two outputs, boxes [N, 5] or [1, N, 5] and labels [N] or [1, N]"),
  /** Rows of box, objectness and classes. */
  YOLOV5("yolov5", "YOLOv5, v6 and v7", "one output [1, N, 5 + C]"),
  /** Columns of box and classes, without objectness. */
  YOLOV8("yolov8", "YOLOv8, v9, v11 and v12", "one output [1, 4 + C, N]"),
  /** Rows that are already sifted: box, confidence, class. */
  YOLO_END_TO_END(
      "yolo-end-to-end",
      "YOLOv10, YOLO26 and others that sift their boxes themselves",
      "one output [1, N, 6]"),
  /** Rows of box, objectness and classes, the box relative to its cell of the grid. */
  YOLOX("yolox", "YOLOX", "one output [1, N, 5 + C], N as many as its grids have cells"),
  /** Queries with a class for "no object"; softmax over the classes. */
  DETR("detr", "DETR", "two outputs, logits [1, N, C + 1] and boxes [1, N, 4]"),
  /** Queries without such a class; each class has its own probability. */
  RT_DETR(
      "rt-detr",
      "RT-DETR of Ultralytics up to 8.3 or of transformers",
      "one output [1, N, 4 + C], or two, logits [1, N, C] and boxes [1, N, 4]"),
  /** Rows that are already sifted, as those of YOLO, but with boxes like those of RT-DETR. */
  RT_DETR_END_TO_END(
      "rt-detr-end-to-end", "RT-DETR of Ultralytics 8.4 and later", "one output [1, N, 6]"),
  /** A score for each class of the whole picture. */
  CLASSIFICATION(
      "classification", "classifiers", "one output [1, C], any further dimension being 1");

  private final String word;
  private final String models;
  private final String outputs;

  ModelFamily(String word, String models, String outputs) {
    this.word = word;
    this.models = models;
    this.outputs = outputs;
  }

  /** The family's name in flags, manifests and messages. */
  public String wireName() {
    return word;
  }

  /** Which models are of the family, in a few words. */
  public String models() {
    return models;
  }

  /** The outputs that a model of the family has, in a few words. */
  public String outputs() {
    return outputs;
  }

  /** The words of all families. */
  public static List<String> words() {
    return Arrays.stream(values()).map(ModelFamily::wireName).toList();
  }

  /** The family of a word, if there is one. */
  public static Optional<ModelFamily> find(String word) {
    return Arrays.stream(values()).filter(family -> family.word.equals(word)).findFirst();
  }

  /**
   * The family of a word.
   *
   * @throws SluiceException of code USAGE when there is none; it names the nearest word
   */
  public static ModelFamily named(String word) {
    return find(word).orElseThrow(() -> unknown(word));
  }

  private static SluiceException unknown(String word) {
    List<String> expected = new ArrayList<>(List.of(String.join(", ", words())));
    EditDistance.nearest(word, words()).ifPresent(near -> expected.add("nearest: " + near));
    return new SluiceException(
        ErrorCode.USAGE,
        "family: %s (expected: one of %s)".formatted(word, String.join("; ", expected)));
  }
}
