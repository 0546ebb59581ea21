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

/** The family of RT-DETR as its authors and their successors export it, with a size as input. */
public final class RtDetrDeployFamily implements Family {
  /** Its identity, defaults and hints. */
  public static final ModelFamily FACTS =
      new ModelFamily(
          "rt-detr-deploy",
          "RT-DETR, D-FINE and DEIM as their authors export them",
          "three outputs, labels [1, N], boxes [1, N, 4] and scores [1, N], with an input"
              + " orig_target_sizes",
          false,
          FamilyDefaults.of(InputNormalization.STRETCHED_TO_ONE, 0.5f).withSquareInput(640),
          FamilyHints.ofTypes("rt-detr", "d-fine", "deim"));

  private static final FamilyDocs DOCS =
      FamilyDocs.of(
          new FamilyDocs.Form(
              "RT-DETR and RT-DETRv2 of lyuwenyu, D-FINE, DEIM, exported with their"
                  + " `export_onnx.py`",
              "`labels` [1, N], `boxes` [1, N, 4], `scores` [1, N]; a second input"
                  + " `orig_target_sizes`",
              "corners, pixels of the size that is told",
              "as written",
              "none expected"),
          "lyuwenyu/RT-DETR, `configs/dataset`; Peterande/D-FINE, `tools/inference/onnx_inf.py`");

  @Override
  public ModelFamily facts() {
    return FACTS;
  }

  @Override
  public boolean fits(InputSpec input, List<OutputSpec> outputs) {
    return input.sizeTold() && RtDetrDeployPostprocessor.Places.find(outputs).isPresent();
  }

  @Override
  public OptionalLong classCount(List<OutputSpec> outputs) {
    return OptionalLong.empty();
  }

  @Override
  public Postprocessor reader(InputSpec input, List<OutputSpec> outputs, ReadingSettings settings) {
    return new RtDetrDeployPostprocessor(input, outputs, settings);
  }

  @Override
  public FamilyDocs docs() {
    return DOCS;
  }
}
