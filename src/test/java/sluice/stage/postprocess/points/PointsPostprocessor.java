package sluice.stage.postprocess.points;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.List;
import sluice.core.Geometry;
import sluice.core.Predictions;
import sluice.core.TensorSet;
import sluice.core.model.OutputSpec;
import sluice.stage.postprocess.Candidates;
import sluice.stage.postprocess.Families;
import sluice.stage.postprocess.Postprocessor;
import sluice.stage.postprocess.ReadingSettings;
import sluice.stage.postprocess.Shapes;

/** Postprocessor of points: each becomes a box of a tenth of the input around it, of class 0. */
final class PointsPostprocessor implements Postprocessor {
  private static final int ROW = 3;
  private static final float SIDE = 0.1f;

  private final int output;
  private final ReadingSettings settings;

  PointsPostprocessor(List<OutputSpec> outputs, ReadingSettings settings) {
    if (!fits(outputs)) {
      throw Families.notOf(PointsFamily.FACTS, outputs);
    }
    this.output = 0;
    this.settings = settings;
  }

  static boolean fits(List<OutputSpec> outputs) {
    return Shapes.sole(outputs, shape -> Shapes.isTable(shape, ROW) && shape.get(2) == ROW)
        .isPresent();
  }

  @Override
  public Predictions read(TensorSet tensors, Geometry geometry) {
    MemorySegment floats = tensors.output(output);
    Candidates candidates = new Candidates(settings);
    long end = floats.byteSize() / Float.BYTES;
    for (long row = 0; row < end; row += ROW) {
      candidates.addCentred(
          0, at(floats, row + 2), at(floats, row), at(floats, row + 1), SIDE, SIDE);
    }
    return candidates.strongest(candidates.size(), geometry);
  }

  private static float at(MemorySegment floats, long index) {
    return floats.getAtIndex(ValueLayout.JAVA_FLOAT, index);
  }
}
