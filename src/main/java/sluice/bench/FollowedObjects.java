package sluice.bench;

import java.util.List;
import java.util.function.Supplier;
import sluice.core.Detection;
import sluice.core.Predictions;
import sluice.stage.postprocess.Postprocessor;
import sluice.stage.result.ResultStage;

/**
 * How the objects of streams are followed while they are measured.
 *
 * @param stage makes the stage of a stream
 * @param postprocessor reads the outputs for it, with the weak detections that it needs
 * @param threshold least confidence of what counts, 0 to 1
 */
public record FollowedObjects(
    Supplier<? extends ResultStage> stage, Postprocessor postprocessor, float threshold) {

  /** What would have been found without it, to be compared with what other modes find. */
  Predictions counted(Predictions predictions) {
    List<Detection> counted =
        predictions.detections().stream().filter(each -> each.confidence() >= threshold).toList();
    return new Predictions(counted, predictions.classes(), predictions.attributes());
  }
}
