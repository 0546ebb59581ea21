package sluice.stage.postprocess;

import java.util.List;
import sluice.core.Detection;
import sluice.core.Geometry;
import sluice.core.TensorSet;

/**
 * What a family of models means by its outputs. Implementations are pure: thread-safe and without
 * state between frames.
 */
public interface Postprocessor {

  /**
   * Reads the detections of one frame.
   *
   * @param tensors outputs of a finished inference; not closed here
   * @param geometry where the picture lay in the input
   * @return detections at or above the threshold, most confident first, boxes clamped to the
   *     picture
   */
  List<Detection> detections(TensorSet tensors, Geometry geometry);
}
