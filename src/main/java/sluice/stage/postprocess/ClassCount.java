package sluice.stage.postprocess;

import java.util.List;
import java.util.OptionalLong;
import sluice.core.ModelFamily;
import sluice.core.OutputSpec;

/** How many classes outputs have, if they are a family's. */
final class ClassCount {
  private static final int BOX = 4;
  private static final int BOX_AND_OBJECTNESS = 5;

  private ClassCount() {}

  /**
   * Counts the classes.
   *
   * @param outputs some that could be the family's
   * @return absent where they are numbered, not lined up
   */
  static OptionalLong of(ModelFamily family, List<OutputSpec> outputs) {
    return switch (family) {
      case SSD, BOXES_LABELS, YOLO_END_TO_END, RT_DETR_END_TO_END -> OptionalLong.empty();
      case YOLOV5, YOLOX -> OptionalLong.of(table(outputs).getLast() - BOX_AND_OBJECTNESS);
      case YOLOV8 -> OptionalLong.of(table(outputs).get(1) - BOX);
      case DETR -> Queries.find(outputs).stream().mapToLong(found -> found.classes() - 1).findAny();
      case RT_DETR ->
          RtDetrPostprocessor.isOneOutput(outputs)
              ? OptionalLong.of(table(outputs).getLast() - BOX)
              : Queries.find(outputs).stream().mapToLong(Queries::classes).findAny();
      case CLASSIFICATION -> OptionalLong.of(outputs.getFirst().size());
    };
  }

  private static List<Long> table(List<OutputSpec> outputs) {
    int found = Shapes.sole(outputs, shape -> Shapes.isTable(shape, 1)).orElseThrow();
    return outputs.get(found).shape();
  }
}
