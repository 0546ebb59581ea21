package sluice.app.detect;

import java.util.Optional;
import sluice.service.stream.StreamState;

/**
 * What a job's input is doing, as a stream's state.
 *
 * @param state the state
 * @param cause why, in one line
 */
record InputState(StreamState state, String cause) {
  static final InputState WAITING = new InputState(StreamState.STARTING, "it waits for its turn");
  static final InputState OPENING =
      new InputState(StreamState.STARTING, "its source is being opened");
  static final InputState RUNNING = new InputState(StreamState.RUNNING, "frames flow");

  /**
   * No more frames come.
   *
   * @param failure why, where that is a failure
   * @param stopped whether it was asked to end
   */
  static InputState ended(Optional<String> failure, boolean stopped) {
    if (failure.isPresent()) {
      return new InputState(StreamState.FAILED, failure.get());
    }
    return stopped
        ? new InputState(StreamState.STOPPED, "stopped on request")
        : new InputState(StreamState.COMPLETED, "its last result is out");
  }
}
