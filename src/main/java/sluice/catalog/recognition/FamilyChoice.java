package sluice.catalog.recognition;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import sluice.core.ErrorCode;
import sluice.core.ModelFamily;
import sluice.core.OutputSpec;
import sluice.core.SluiceException;

/**
 * Which family a model is of, and why.
 *
 * @param family the family
 * @param reason half a sentence
 */
record FamilyChoice(ModelFamily family, String reason) {
  private static final Set<ModelFamily> OF_ULTRALYTICS =
      EnumSet.of(
          ModelFamily.YOLOV5,
          ModelFamily.YOLOV8,
          ModelFamily.YOLO_END_TO_END,
          ModelFamily.RT_DETR,
          ModelFamily.RT_DETR_END_TO_END,
          ModelFamily.CLASSIFICATION);

  private static final Set<ModelFamily> RT_DETR =
      EnumSet.of(ModelFamily.RT_DETR, ModelFamily.RT_DETR_END_TO_END);

  /**
   * Chooses.
   *
   * @param model how messages name the model
   * @param wanted the family that was named, if any
   * @param outputs the model's outputs
   * @param fitting the families that these could be of
   * @throws SluiceException of code MODEL when it is not sure
   */
  static FamilyChoice of(
      String model,
      Optional<ModelFamily> wanted,
      ModelMetadata note,
      List<OutputSpec> outputs,
      List<ModelFamily> fitting) {
    if (wanted.isPresent()) {
      return new FamilyChoice(wanted.get(), "as it was named");
    }
    Set<ModelFamily> meant = meant(note);
    List<ModelFamily> left = fitting.stream().filter(meant::contains).toList();
    String seen = outputs.size() == 1 ? "output " : "outputs ";
    seen += outputs.stream().map(OutputSpec::toString).collect(Collectors.joining(", "));
    List<String> said = said(note);
    if (left.size() == 1) {
      ModelFamily family = left.getFirst();
      String by = said.isEmpty() ? "" : " and by " + String.join(", ", said);
      return new FamilyChoice(family, "by its " + seen + by);
    }
    // Key points, masks or angles would be read as classes: no family is offered for those.
    boolean otherTask = note.task().filter(task -> ofTask(task).isEmpty()).isPresent();
    throw unsure(model, seen, said, otherTask ? List.of() : left.isEmpty() ? fitting : left);
  }

  /** What a maker's words can mean; everything where there are none. */
  private static Set<ModelFamily> meant(ModelMetadata note) {
    Set<ModelFamily> meant = EnumSet.allOf(ModelFamily.class);
    if (note.isOfUltralytics()) {
      meant.retainAll(OF_ULTRALYTICS);
    }
    note.product().ifPresent(product -> meant.retainAll(ofProduct(product)));
    note.task().ifPresent(task -> meant.retainAll(ofTask(task)));
    note.type().ifPresent(type -> meant.retainAll(ofType(type)));
    if (note.endToEnd().orElse(false)) {
      meant.retainAll(EnumSet.of(ModelFamily.YOLO_END_TO_END, ModelFamily.RT_DETR_END_TO_END));
    }
    return meant;
  }

  /** What Ultralytics' newer package exports: there, YOLOv5 has no objectness any more. */
  private static Set<ModelFamily> ofProduct(String product) {
    return product.toLowerCase(Locale.ROOT).replace("-", "").startsWith("rtdetr")
        ? RT_DETR
        : EnumSet.of(ModelFamily.YOLOV8, ModelFamily.YOLO_END_TO_END, ModelFamily.CLASSIFICATION);
  }

  private static Set<ModelFamily> ofTask(String task) {
    return switch (task) {
      case "detect" -> EnumSet.complementOf(EnumSet.of(ModelFamily.CLASSIFICATION));
      case "classify" -> EnumSet.of(ModelFamily.CLASSIFICATION);
      default -> EnumSet.noneOf(ModelFamily.class);
    };
  }

  /** Model API's words; of another wrapper of it Sluice doesn't know the outputs. */
  private static Set<ModelFamily> ofType(String type) {
    return switch (type.toLowerCase(Locale.ROOT)) {
      case "ssd" -> EnumSet.of(ModelFamily.SSD, ModelFamily.BOXES_LABELS);
      case "yolo" ->
          EnumSet.of(ModelFamily.YOLOV5, ModelFamily.YOLOV8, ModelFamily.YOLO_END_TO_END);
      case "yolov5" -> EnumSet.of(ModelFamily.YOLOV5, ModelFamily.YOLOV8);
      case "yolov8", "yolov9", "yolov11", "yolo11", "yolo12" ->
          EnumSet.of(ModelFamily.YOLOV8, ModelFamily.YOLO_END_TO_END);
      case "yolox" -> EnumSet.of(ModelFamily.YOLOX);
      case "detr" -> EnumSet.of(ModelFamily.DETR, ModelFamily.RT_DETR);
      case "rtdetr", "rt-detr", "rt_detr" -> RT_DETR;
      case "classification" -> EnumSet.of(ModelFamily.CLASSIFICATION);
      default -> EnumSet.noneOf(ModelFamily.class);
    };
  }

  /** What a maker's words are. */
  private static List<String> said(ModelMetadata note) {
    List<String> said = new ArrayList<>();
    note.product().ifPresent(product -> said.add("its maker's name " + product));
    note.type().ifPresent(type -> said.add("model_type " + type));
    note.task().ifPresent(task -> said.add("task " + task));
    if (note.endToEnd().orElse(false)) {
      said.add("end2end");
    }
    if (said.isEmpty() && note.isOfUltralytics()) {
      said.add("Ultralytics' names and stride");
    }
    return said;
  }

  private static SluiceException unsure(
      String model, String seen, List<String> said, List<ModelFamily> candidates) {
    String notes = said.isEmpty() ? "" : ", its notes " + String.join(", ", said);
    String expected =
        candidates.isEmpty()
            ? "those of one of " + String.join(", ", ModelFamily.words())
            : "a family to be named, one of "
                + candidates.stream()
                    .map(each -> each.wireName() + " for " + each.models())
                    .collect(Collectors.joining(", "));
    String what =
        candidates.isEmpty()
            ? "use a model of a family that Sluice reads, or name the family with --family if it is"
                + " one"
            : candidates.stream()
                .map(each -> "--family " + each.wireName())
                .collect(Collectors.joining(" or ", "give ", ""));
    return new SluiceException(
        ErrorCode.MODEL,
        "model %s: what it is can't be told for sure: its %s%s (expected: %s); %s"
            .formatted(model, seen, notes, expected, what));
  }
}
