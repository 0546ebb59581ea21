package sluice.stage.postprocess;

import java.util.List;
import sluice.core.model.ChannelOrder;
import sluice.core.model.FamilyDefaults;
import sluice.core.model.InputNormalization;
import sluice.core.model.Resize;

/**
 * The conventions of Ultralytics' tools that several families have in common. (ultralytics/
 * ultralytics, data/augment.py, engine/exporter.py.)
 */
public final class Ultralytics {
  /**
   * Expression for what they call RT-DETR models, as {@code FamilyHints} has it. A name of one's
   * own may be of either kind.
   */
  public static final String RT_DETR_PRODUCTS = "(?!.*yolo).*";

  /** Expression for what they may call all other models: YOLO in one form or another. */
  public static final String YOLO_PRODUCTS = "(?!.*rtdetr).*";

  /** The grey that YOLO models saw around their training pictures. */
  private static final int GREY = 114;

  /** Least confidence of their {@code predict}, {@code conf}, whatever the detector. */
  public static final float CONFIDENCE = 0.25f;

  private static final List<Float> TO_ONE = List.of(255f, 255f, 255f);

  /** Defaults of YOLO models: letterbox, colours of 0 to 1, {@code conf} and {@code imgsz}. */
  public static final FamilyDefaults YOLO_DEFAULTS =
      FamilyDefaults.of(
              new InputNormalization(Resize.LETTERBOX, GREY, ChannelOrder.RGB, List.of(), TO_ONE),
              CONFIDENCE)
          .withSquareInput(640);

  private Ultralytics() {}
}
