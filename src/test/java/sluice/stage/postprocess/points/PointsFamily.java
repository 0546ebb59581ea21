package sluice.stage.postprocess.points;

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

/**
 * A model family for tests only: rows of a point and a confidence. Shows what a new family takes.
 */
final class PointsFamily implements Family {
  static final ModelFamily FACTS =
      new ModelFamily(
          "points",
          "detectors of points",
          "one output [1, N, 3]",
          false,
          FamilyDefaults.of(InputNormalization.PLAIN, 0.4f).withSquareInput(320),
          FamilyHints.ofTypes("points"));

  private static final FamilyDocs DOCS =
      FamilyDocs.of(
          new FamilyDocs.Form(
              "detectors of points",
              "[1, N, 3]: centre, confidence",
              "centre, fractions",
              "as written",
              "none expected"),
          "nobody");

  @Override
  public ModelFamily facts() {
    return FACTS;
  }

  @Override
  public boolean fits(InputSpec input, List<OutputSpec> outputs) {
    return PointsPostprocessor.fits(outputs);
  }

  @Override
  public OptionalLong classCount(List<OutputSpec> outputs) {
    return OptionalLong.of(1);
  }

  @Override
  public Postprocessor reader(InputSpec input, List<OutputSpec> outputs, ReadingSettings settings) {
    return new PointsPostprocessor(outputs, settings);
  }

  @Override
  public FamilyDocs docs() {
    return DOCS;
  }
}
