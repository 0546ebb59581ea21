package sluice.catalog.recognition;

import java.util.Optional;
import sluice.core.ModelFamily;
import sluice.core.PixelSize;

/**
 * What models of a family usually want.
 *
 * @param treatment how pictures come
 * @param threshold least confidence that counts, 0 to 1
 * @param inputSize of a model that leaves it open
 */
record FamilyHabits(PictureTreatment treatment, float threshold, Optional<PixelSize> inputSize) {
  private static final float USUAL = 0.5f;

  /** What YOLO's own tools have ({@code conf}). */
  private static final float YOLO = 0.25f;

  private static final float YOLOX = 0.3f;

  private static final Optional<PixelSize> SIDE_640 = Optional.of(new PixelSize(640, 640));

  /**
   * A family's habits.
   *
   * @param note of the model's maker: those who use the same family differ
   */
  static FamilyHabits of(ModelFamily family, MakerNote note) {
    return switch (family) {
      case SSD, BOXES_LABELS -> new FamilyHabits(PictureTreatment.PLAIN, USUAL, Optional.empty());
      case YOLOV5, YOLOV8, YOLO_END_TO_END ->
          new FamilyHabits(PictureTreatment.YOLO, YOLO, SIDE_640);
      case YOLOX -> new FamilyHabits(PictureTreatment.YOLOX, YOLOX, SIDE_640);
      case RT_DETR, RT_DETR_END_TO_END ->
          new FamilyHabits(PictureTreatment.STRETCHED_TO_ONE, USUAL, SIDE_640);
      case DETR -> new FamilyHabits(PictureTreatment.IMAGENET, USUAL, Optional.empty());
      case CLASSIFICATION ->
          new FamilyHabits(
              note.isOfUltralytics()
                  ? PictureTreatment.STRETCHED_TO_ONE
                  : PictureTreatment.IMAGENET,
              0,
              Optional.empty());
    };
  }
}
