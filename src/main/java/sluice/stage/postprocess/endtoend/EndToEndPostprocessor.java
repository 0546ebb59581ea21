package sluice.stage.postprocess.endtoend;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.List;
import java.util.OptionalInt;
import sluice.core.Geometry;
import sluice.core.Predictions;
import sluice.core.TensorSet;
import sluice.core.model.InputSpec;
import sluice.core.model.ModelFamily;
import sluice.core.model.OutputSpec;
import sluice.stage.postprocess.BoxUnits;
import sluice.stage.postprocess.Candidates;
import sluice.stage.postprocess.Families;
import sluice.stage.postprocess.Postprocessor;
import sluice.stage.postprocess.ReadingSettings;
import sluice.stage.postprocess.Shapes;
import sluice.stage.postprocess.YoloTables;

/**
 * The reader of models that do non-maximum suppression themselves: one output [1, N, 6], rows of a
 * box, confidence and class. Rows that stand for nothing have a confidence of 0. Of YOLO (YOLOv10,
 * YOLO26, and others that Ultralytics exports with their suppression inside) a box is left, top,
 * right, bottom in pixels of the input, or in fractions of it; of RT-DETR it is centre x, centre y,
 * width, height in fractions of the input. (ultralytics/ultralytics, utils/nms.py, the branch for
 * end-to-end models, and models/rtdetr/predict.py.)
 */
final class EndToEndPostprocessor implements Postprocessor {
  private static final int ROW = 6;
  private static final int CONFIDENCE = 4;
  private static final int LABEL = 5;

  /** Ultralytics keeps 300 boxes where nothing else is said, or all if there are fewer. */
  private static final int USUAL_ROWS = 300;

  private final int output;
  private final ReadingSettings settings;
  private final Form form;

  /** How rows' boxes are written. */
  private interface Form {
    /** The reader of the rows of an inference. */
    RowReader of(MemorySegment floats);
  }

  /** What adds a row's box. */
  private interface RowReader {
    void add(Candidates candidates, int label, float confidence, MemorySegment floats, long first);
  }

  private EndToEndPostprocessor(
      ModelFamily family, List<OutputSpec> outputs, ReadingSettings settings, Form form) {
    this.output = find(outputs).orElseThrow(() -> Families.notOf(family, outputs));
    this.settings = settings;
    this.form = form;
  }

  /**
   * Reads the one output of a YOLO model.
   *
   * @throws sluice.core.SluiceException when there is none
   */
  static EndToEndPostprocessor ofYolo(
      InputSpec input, List<OutputSpec> outputs, ReadingSettings settings) {
    return new EndToEndPostprocessor(
        YoloEndToEndFamily.FACTS,
        outputs,
        settings,
        floats -> {
          BoxUnits units = BoxUnits.ofChosenRows(input, floats, ROW);
          return (candidates, label, confidence, all, first) ->
              candidates.addCorners(label, confidence, all, first, units.x(), units.y());
        });
  }

  /**
   * Reads the one output of an RT-DETR model.
   *
   * @throws sluice.core.SluiceException when there is none
   */
  static EndToEndPostprocessor ofRtDetr(List<OutputSpec> outputs, ReadingSettings settings) {
    return new EndToEndPostprocessor(
        RtDetrEndToEndFamily.FACTS, outputs, settings, _ -> Candidates::addQuery);
  }

  /**
   * Whether outputs could be boxes after suppression: as few as these models give, or not as many
   * as a YOLO of one class would have.
   */
  static boolean fits(InputSpec input, List<OutputSpec> outputs) {
    OptionalInt found = find(outputs);
    return found.isPresent()
        && (outputs.get(found.getAsInt()).shape().get(1) <= USUAL_ROWS
            || !YoloTables.areRows(input, outputs));
  }

  private static OptionalInt find(List<OutputSpec> outputs) {
    return Shapes.sole(outputs, shape -> Shapes.isTable(shape, ROW) && shape.get(2) == ROW);
  }

  @Override
  public Predictions read(TensorSet tensors, Geometry geometry) {
    MemorySegment floats = tensors.output(output);
    long rows = floats.byteSize() / (ROW * Float.BYTES);
    RowReader reader = form.of(floats);
    Candidates candidates = new Candidates(settings);
    for (long row = 0; row < rows; row++) {
      float confidence = at(floats, row, CONFIDENCE);
      if (confidence >= settings.threshold()) {
        int label = Candidates.label(at(floats, row, LABEL));
        reader.add(candidates, label, confidence, floats, row * ROW);
      }
    }
    return candidates.strongest(candidates.size(), geometry);
  }

  private static float at(MemorySegment floats, long row, int column) {
    return floats.getAtIndex(ValueLayout.JAVA_FLOAT, row * ROW + column);
  }
}
