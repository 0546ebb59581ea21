package sluice.core.model;

import java.util.Locale;

/** How a picture is made to fit a model's input of another shape. */
public enum Resize {
  /**
   * The picture fills the input; its proportions change. What most SSD models were trained with.
   */
  STRETCH,
  /**
   * The picture keeps its proportions and lies in the middle, with borders on two sides. What most
   * YOLO models were trained with.
   */
  LETTERBOX,
  /**
   * The picture keeps its proportions and lies in the upper left corner, with a border at the right
   * or below. What YOLOX was trained with.
   */
  CORNER,
  /**
   * The picture keeps its proportions and fills the input; what sticks out at two sides is cut off.
   * What most classifiers were trained with.
   */
  CROP;

  /** Whether pictures of other proportions get borders. */
  public boolean hasBorders() {
    return this == LETTERBOX || this == CORNER;
  }

  /** The word for it in flags, manifests and messages. */
  public String wireName() {
    return name().toLowerCase(Locale.ROOT);
  }
}
