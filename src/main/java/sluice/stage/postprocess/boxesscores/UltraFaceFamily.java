package sluice.stage.postprocess.boxesscores;

import java.util.List;
import java.util.OptionalLong;
import sluice.core.model.ChannelOrder;
import sluice.core.model.FamilyDefaults;
import sluice.core.model.FamilyHints;
import sluice.core.model.InputNormalization;
import sluice.core.model.InputSpec;
import sluice.core.model.ModelFamily;
import sluice.core.model.OutputSpec;
import sluice.core.model.Resize;
import sluice.stage.postprocess.Family;
import sluice.stage.postprocess.FamilyDocs;
import sluice.stage.postprocess.Postprocessor;
import sluice.stage.postprocess.ReadingSettings;

/**
 * The family of UltraFace: decoded boxes in fractions of the input, and scores of background and
 * face beside them.
 */
public final class UltraFaceFamily implements Family {
  private static final List<Float> MEAN = List.of(127f, 127f, 127f);
  private static final List<Float> SCALE = List.of(128f, 128f, 128f);

  /** Its identity, defaults and hints. */
  public static final ModelFamily FACTS =
      new ModelFamily(
          "ultraface",
          "UltraFace (version-RFB, version-slim)",
          "two outputs, scores [1, N, 1 + C] and boxes [1, N, 4]",
          false,
          FamilyDefaults.of(
                  new InputNormalization(Resize.STRETCH, 0, ChannelOrder.RGB, MEAN, SCALE), 0.7f)
              .withIou(0.5),
          FamilyHints.ofTypes());

  /** Background and face. */
  private static final int CLASSES = 2;

  /** Steps of the grids in pixels, each with the number of boxes that a cell has. */
  private static final int[][] GRIDS = {{8, 3}, {16, 2}, {32, 2}, {64, 3}};

  private static final FamilyDocs DOCS =
      FamilyDocs.of(
          new FamilyDocs.Form(
              "UltraFace (`version-RFB-320`, `version-slim-320` and their like)",
              "scores [1, N, 1 + C], of the background first; boxes [1, N, 4]; in any order",
              "corners, fractions",
              "likeliest class but the background",
              "suppressed here"),
          "Ultra-Light-Fast-Generic-Face-Detector-1MB, `run_video_face_detect_onnx.py`");

  @Override
  public ModelFamily facts() {
    return FACTS;
  }

  @Override
  public boolean fits(InputSpec input, List<OutputSpec> outputs) {
    return ScoredBoxes.find(outputs)
        .filter(found -> found.classes() == CLASSES && found.count() == boxes(input))
        .isPresent();
  }

  /** How many boxes UltraFace has over an input. Cells that stick out count. */
  private static long boxes(InputSpec input) {
    long boxes = 0;
    for (int[] grid : GRIDS) {
      boxes +=
          (long) Math.ceilDiv(input.width(), grid[0])
              * Math.ceilDiv(input.height(), grid[0])
              * grid[1];
    }
    return boxes;
  }

  @Override
  public OptionalLong classCount(List<OutputSpec> outputs) {
    return ScoredBoxes.find(outputs).stream().mapToLong(found -> found.classes() - 1).findAny();
  }

  @Override
  public Postprocessor reader(InputSpec input, List<OutputSpec> outputs, ReadingSettings settings) {
    return BoxesScoresPostprocessor.ofFractions(outputs, settings);
  }

  @Override
  public FamilyDocs docs() {
    return DOCS;
  }
}
