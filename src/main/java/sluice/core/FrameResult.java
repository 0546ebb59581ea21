package sluice.core;

import java.util.List;

/**
 * What was found in a frame. The frame's lease goes with it: whoever has the result closes the
 * frame.
 *
 * @param frame the frame, its tensors already given back
 * @param findings what the model says of it
 */
public record FrameResult(Frame frame, Predictions findings) implements AutoCloseable {

  /** The same frame with other findings. */
  public FrameResult findings(Predictions other) {
    return new FrameResult(frame, other);
  }

  /** Found objects, most confident first. */
  public List<Detection> detections() {
    return findings.detections();
  }

  /** Classes of the whole picture, most confident first. */
  public List<Classification> classes() {
    return findings.classes();
  }

  @Override
  public void close() {
    frame.close();
  }
}
