package sluice.stage.preprocess;

/** How a picture is made to fit a model's input of another shape. */
public enum ResizeMode {
  /**
   * The picture fills the input; its proportions change. What most SSD models were trained with.
   */
  STRETCH,
  /**
   * The picture keeps its proportions and lies in the middle, with borders on two sides. What YOLO
   * models were trained with.
   */
  LETTERBOX
}
