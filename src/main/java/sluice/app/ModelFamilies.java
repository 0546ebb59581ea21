package sluice.app;

import java.util.List;
import sluice.core.model.ModelFamily;
import sluice.stage.postprocess.Families;
import sluice.stage.postprocess.attributes.AttributesFamily;
import sluice.stage.postprocess.boxeslabels.BoxesLabelsFamily;
import sluice.stage.postprocess.boxeslabelsscores.BoxesLabelsScoresFamily;
import sluice.stage.postprocess.boxeslabelsscores.TfDetectionFamily;
import sluice.stage.postprocess.boxesscores.BoxesScoresFamily;
import sluice.stage.postprocess.boxesscores.UltraFaceFamily;
import sluice.stage.postprocess.classification.ClassificationFamily;
import sluice.stage.postprocess.deployed.PaddleDetectionFamily;
import sluice.stage.postprocess.deployed.RtDetrDeployFamily;
import sluice.stage.postprocess.detr.DetrFamily;
import sluice.stage.postprocess.endtoend.RtDetrEndToEndFamily;
import sluice.stage.postprocess.endtoend.YoloEndToEndFamily;
import sluice.stage.postprocess.endtoend.YoloV7EndToEndFamily;
import sluice.stage.postprocess.rfdetr.RfDetrFamily;
import sluice.stage.postprocess.rtdetr.RtDetrFamily;
import sluice.stage.postprocess.ssd.SsdFamily;
import sluice.stage.postprocess.yoloobb.YoloObbFamily;
import sluice.stage.postprocess.yolopose.YoloPoseFamily;
import sluice.stage.postprocess.yolosegment.YoloSegmentFamily;
import sluice.stage.postprocess.yolov5.YoloV5Family;
import sluice.stage.postprocess.yolov8.YoloV8Family;
import sluice.stage.postprocess.yolox.YoloxFamily;

/**
 * The table of model families: the one place that lists them, in the order in which help and
 * messages name them. It is here, above its users, and is passed to them: settings and catalogue
 * may not depend on stages, and stages have no list of each other.
 */
public final class ModelFamilies {

  /** All families. */
  public static final Families ALL =
      new Families(
          List.of(
              new SsdFamily(),
              new BoxesLabelsFamily(),
              new BoxesLabelsScoresFamily(),
              new TfDetectionFamily(),
              new BoxesScoresFamily(),
              new UltraFaceFamily(),
              new YoloV5Family(),
              new YoloV8Family(),
              new YoloEndToEndFamily(),
              new YoloV7EndToEndFamily(),
              new YoloSegmentFamily(),
              new YoloPoseFamily(),
              new YoloObbFamily(),
              new YoloxFamily(),
              new DetrFamily(),
              new RtDetrFamily(),
              new RtDetrEndToEndFamily(),
              new RfDetrFamily(),
              new RtDetrDeployFamily(),
              new PaddleDetectionFamily(),
              new ClassificationFamily(),
              new AttributesFamily()));

  private ModelFamilies() {}

  /** The facts of all families, for callers that don't decode outputs. */
  public static List<ModelFamily> facts() {
    return ALL.facts();
  }
}
