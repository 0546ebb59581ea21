package sluice.core;

import java.util.List;

/**
 * What was found in a frame. The frame's lease goes with it: the owner of the result closes the
 * frame.
 *
 * @param frame the frame, its tensors already given back
 * @param predictions what the model says of it
 */
public record FrameResult(Frame frame, Predictions predictions) implements AutoCloseable {

  /** The same frame with other predictions. */
  public FrameResult predictions(Predictions other) {
    return new FrameResult(frame, other);
  }

  /** Found objects, most confident first. */
  public List<Detection> detections() {
    return predictions.detections();
  }

  /** Classes of the whole picture, most confident first. */
  public List<Classification> classes() {
    return predictions.classes();
  }

  @Override
  public void close() {
    frame.close();
  }
}
