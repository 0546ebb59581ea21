package sluice.stage.postprocess;

import sluice.core.Geometry;
import sluice.core.Predictions;
import sluice.core.TensorSet;

/**
 * A postprocessor: reads the outputs of one model as its family means them. Implementations are
 * pure: thread-safe and without state between frames.
 */
public interface Postprocessor {

  /**
   * Reads what was found in one frame.
   *
   * @param tensors outputs of a finished inference; not closed here
   * @param geometry where the picture lay in the input
   * @return what is at or above the threshold, most confident first, boxes clamped to the picture
   */
  Predictions read(TensorSet tensors, Geometry geometry);
}
