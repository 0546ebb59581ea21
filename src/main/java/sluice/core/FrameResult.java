package sluice.core;

import java.util.List;

/**
 * What was found in a frame. The frame's lease goes with it: the owner of the result closes the
 * frame.
 *
 * @param frame the frame, its tensors already given back
 * @param predictions what the model says of it
 * @param scene lines and zones as they are after it
 */
public record FrameResult(Frame frame, Predictions predictions, SceneState scene)
    implements AutoCloseable {

  /** A result of a scene without lines and zones. */
  public FrameResult(Frame frame, Predictions predictions) {
    this(frame, predictions, SceneState.NONE);
  }

  /** The same frame with other predictions. */
  public FrameResult predictions(Predictions other) {
    return new FrameResult(frame, other, scene);
  }

  /** The same result in a scene with lines and zones. */
  public FrameResult in(SceneState other) {
    return new FrameResult(frame, predictions, other);
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
