package sluice.stage.postprocess.yolopose;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;
import sluice.core.ErrorCode;
import sluice.core.Geometry;
import sluice.core.KeyPoint;
import sluice.core.KeyPoints;
import sluice.core.Predictions;
import sluice.core.SluiceException;
import sluice.core.TensorSet;
import sluice.core.model.InputSpec;
import sluice.core.model.KeyPointLayout;
import sluice.core.model.OutputSpec;
import sluice.stage.postprocess.BoxUnits;
import sluice.stage.postprocess.Candidates;
import sluice.stage.postprocess.Families;
import sluice.stage.postprocess.Postprocessor;
import sluice.stage.postprocess.ReadingSettings;
import sluice.stage.postprocess.Shapes;
import sluice.stage.postprocess.YoloOutput;

/**
 * The reader of YOLO models of poses. Key points are counted in what boxes are; those outside the
 * picture are moved to its edge, as Ultralytics does. (ultralytics/ultralytics,
 * models/yolo/pose/predict.py; utils/ops.py, {@code scale_coords}.)
 */
final class YoloPosePostprocessor implements Postprocessor {
  private static final int WITH_CONFIDENCE = 3;

  private final InputSpec input;
  private final KeyPointLayout layout;
  private final YoloOutput table;
  private final ReadingSettings settings;

  /**
   * Reads the one output of this family.
   *
   * @throws SluiceException when there is none, or none with the key points that the model's maker
   *     wrote
   */
  YoloPosePostprocessor(InputSpec input, List<OutputSpec> outputs, ReadingSettings settings) {
    OptionalInt sole = Shapes.sole(outputs, shape -> Shapes.isTable(shape, 1));
    if (sole.isEmpty()) {
      throw Families.notOf(YoloPoseFamily.FACTS, outputs);
    }
    OutputSpec output = outputs.get(sole.getAsInt());
    this.input = input;
    this.layout =
        settings
            .keyPoints()
            .or(() -> guess(input, output.shape()))
            .orElseThrow(() -> Families.notOf(YoloPoseFamily.FACTS, outputs));
    this.table =
        YoloOutput.either(input, sole.getAsInt(), output, layout.floats())
            .orElseThrow(() -> contradiction(layout, outputs));
    this.settings = settings;
  }

  /** One class, and a confidence for each key point where that can be. */
  private static Optional<KeyPointLayout> guess(InputSpec input, List<Long> shape) {
    long floats =
        YoloOutput.areRows(input, shape)
            ? shape.get(2) - YoloOutput.ROW
            : shape.get(1) - YoloOutput.BOX - 1;
    return Stream.of(WITH_CONFIDENCE, WITH_CONFIDENCE - 1)
        .filter(values -> floats >= values && floats % values == 0)
        .findFirst()
        .map(values -> new KeyPointLayout(Math.toIntExact(floats / values), values, List.of()));
  }

  private static SluiceException contradiction(KeyPointLayout layout, List<OutputSpec> outputs) {
    return new SluiceException(
        ErrorCode.MODEL,
        "the model's outputs are %s, which has no room for the key points that its kpt_shape says, %s (expected: [1, 4 + C + %d, N] or [1, N, 6 + %d]); use the metadata of this very model"
            .formatted(Families.describe(outputs), layout, layout.floats(), layout.floats()));
  }

  @Override
  public Predictions read(TensorSet tensors, Geometry geometry) {
    MemorySegment floats = tensors.output(table.output());
    BoxUnits units = table.units(floats, input);
    Candidates candidates = table.candidates(floats, units, settings);
    Candidates.Shaper shaper =
        candidate -> Optional.of(keyPoints(floats, units, candidates, candidate, geometry));
    return table.select(candidates, settings.iou(), geometry, shaper);
  }

  private KeyPoints keyPoints(
      MemorySegment floats,
      BoxUnits units,
      Candidates candidates,
      int candidate,
      Geometry geometry) {
    int box = candidates.originOf(candidate);
    int label = candidates.label(candidate);
    List<KeyPoint> points = new ArrayList<>(layout.count());
    for (int i = 0; i < layout.count(); i++) {
      int first = i * layout.values();
      float x = table.extra(floats, box, first) / units.width();
      float y = table.extra(floats, box, first + 1) / units.height();
      float confidence =
          layout.values() == WITH_CONFIDENCE
              ? Math.clamp(table.extra(floats, box, first + 2), 0f, 1f)
              : Float.NaN;
      points.add(new KeyPoint(layout.name(label, i), geometry.toPicture(x, y).clamp(), confidence));
    }
    return new KeyPoints(points);
  }
}
