package sluice.stage.postprocess.deployed;

import java.util.List;
import java.util.OptionalLong;
import sluice.core.model.FamilyDefaults;
import sluice.core.model.FamilyHints;
import sluice.core.model.InputNormalization;
import sluice.core.model.InputSpec;
import sluice.core.model.ModelFamily;
import sluice.core.model.OutputSpec;
import sluice.stage.postprocess.Family;
import sluice.stage.postprocess.FamilyDocs;
import sluice.stage.postprocess.Postprocessor;
import sluice.stage.postprocess.ReadingSettings;

/** The family of what PaddleDetection exports, with a scale as input. */
public final class PaddleDetectionFamily implements Family {
  /** Its identity, defaults and hints. */
  public static final ModelFamily FACTS =
      new ModelFamily(
          "paddle-detection",
          "PP-YOLOE and others of PaddleDetection",
          "an output [N, 6] and one of their number, with an input scale_factor",
          false,
          FamilyDefaults.of(InputNormalization.STRETCHED_TO_ONE, 0.5f).withSquareInput(640),
          FamilyHints.ofTypes("paddledetection", "pp-yoloe"));

  private static final FamilyDocs DOCS =
      FamilyDocs.of(
          new FamilyDocs.Form(
              "PP-YOLOE+, RT-DETR and others of PaddleDetection, exported with their"
                  + " suppression inside",
              "[N, 6]: class, confidence, box; the number of boxes; further inputs"
                  + " `scale_factor`, `im_shape`",
              "corners, pixels of the size that is told",
              "as written",
              "suppressed by the model"),
          "PaddlePaddle/PaddleDetection, `configs/ppyoloe/_base_/ppyoloe_plus_reader.yml`;"
              + " PP-YOLOE without plus and PicoDet: ImageNet's mean and scale, as their"
              + " `infer_cfg.yml` says");

  @Override
  public ModelFamily facts() {
    return FACTS;
  }

  @Override
  public boolean fits(InputSpec input, List<OutputSpec> outputs) {
    return input.sizeTold() && PaddleDetectionPostprocessor.find(outputs).isPresent();
  }

  @Override
  public OptionalLong classCount(List<OutputSpec> outputs) {
    return OptionalLong.empty();
  }

  @Override
  public Postprocessor reader(InputSpec input, List<OutputSpec> outputs, ReadingSettings settings) {
    return new PaddleDetectionPostprocessor(input, outputs, settings);
  }

  @Override
  public FamilyDocs docs() {
    return DOCS;
  }
}
