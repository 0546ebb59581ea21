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
record FamilyDefaults(
    InputNormalization treatment, float threshold, Optional<PixelSize> inputSize) {
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
  static FamilyDefaults of(ModelFamily family, ModelMetadata note) {
    return switch (family) {
      case SSD, BOXES_LABELS ->
          new FamilyDefaults(InputNormalization.PLAIN, USUAL, Optional.empty());
      case YOLOV5, YOLOV8, YOLO_END_TO_END ->
          new FamilyDefaults(InputNormalization.YOLO, YOLO, SIDE_640);
      case YOLOX -> new FamilyDefaults(InputNormalization.YOLOX, YOLOX, SIDE_640);
      case RT_DETR, RT_DETR_END_TO_END ->
          new FamilyDefaults(InputNormalization.STRETCHED_TO_ONE, USUAL, SIDE_640);
      case DETR -> new FamilyDefaults(InputNormalization.IMAGENET, USUAL, Optional.empty());
      case CLASSIFICATION ->
          new FamilyDefaults(
              note.isOfUltralytics()
                  ? InputNormalization.STRETCHED_TO_ONE
                  : InputNormalization.IMAGENET,
              0,
              Optional.empty());
    };
  }
}
