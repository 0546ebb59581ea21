package sluice.stage.postprocess.yolosegment;

import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import sluice.core.Geometry;
import sluice.core.Predictions;
import sluice.core.TensorSet;
import sluice.core.model.InputSpec;
import sluice.core.model.OutputSpec;
import sluice.stage.postprocess.Candidates;
import sluice.stage.postprocess.Families;
import sluice.stage.postprocess.Postprocessor;
import sluice.stage.postprocess.ReadingSettings;
import sluice.stage.postprocess.YoloOutput;

/**
 * The reader of YOLO models that segment. Masks are made of those objects only that are left after
 * suppression, as {@code process_mask} of Ultralytics makes them by default: prototypes times
 * coefficients, scaled up bilinearly, above 0, inside the object's box; what has an empty mask is
 * no object. (ultralytics/ultralytics, utils/ops.py; models/yolo/segment/predict.py. The masks of
 * YOLACT, arXiv 1904.02689.) Instead of scaling up, {@link MaskTracer} traces the outline.
 */
final class YoloSegmentPostprocessor implements Postprocessor {
  private final InputSpec input;
  private final Prototypes prototypes;
  private final YoloOutput table;
  private final ReadingSettings settings;

  /** Buffers that no frame is read with just now: several threads may read at once. */
  private final AtomicReference<@Nullable MaskTracer> spare = new AtomicReference<>();

  /**
   * Reads the two outputs of this family.
   *
   * @throws sluice.core.SluiceException when there are others
   */
  YoloSegmentPostprocessor(InputSpec input, List<OutputSpec> outputs, ReadingSettings settings) {
    this.input = input;
    this.prototypes =
        Prototypes.find(outputs)
            .orElseThrow(() -> Families.notOf(YoloSegmentFamily.FACTS, outputs));
    this.table =
        prototypes
            .table(input, outputs)
            .orElseThrow(() -> Families.notOf(YoloSegmentFamily.FACTS, outputs));
    this.settings = settings;
  }

  @Override
  public Predictions read(TensorSet tensors, Geometry geometry) {
    MemorySegment floats = tensors.output(table.output());
    Candidates candidates = table.candidates(floats, table.units(floats, input), settings);
    MaskTracer free = spare.getAndSet(null);
    MaskTracer tracer = free == null ? new MaskTracer(prototypes, input) : free;
    tracer.begin();
    MemorySegment masks = tensors.output(prototypes.output());
    Candidates.Shaper shaper =
        candidate -> {
          coefficients(floats, candidates.originOf(candidate), tracer.coefficients());
          return tracer.trace(
              masks,
              geometry,
              candidates.left(candidate),
              candidates.top(candidate),
              candidates.right(candidate),
              candidates.bottom(candidate));
        };
    Predictions found = table.select(candidates, settings.iou(), geometry, shaper);
    spare.set(tracer);
    return found;
  }

  private void coefficients(MemorySegment floats, int box, float[] into) {
    for (int i = 0; i < into.length; i++) {
      into[i] = table.extra(floats, box, i);
    }
  }
}
