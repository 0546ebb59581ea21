package sluice.core;

import java.util.List;

/**
 * What was found in a frame. The frame's lease goes with it: whoever has the result closes the
 * frame.
 *
 * @param frame the frame, its tensors already given back
 * @param detections found objects, most confident first
 */
public record FrameResult(Frame frame, List<Detection> detections) implements AutoCloseable {

  /** Keeps its own copy of the list. */
  public FrameResult {
    detections = List.copyOf(detections);
  }

  @Override
  public void close() {
    frame.close();
  }
}
