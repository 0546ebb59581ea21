package sluice.core;

import java.util.Optional;

/** A viewer of the live pictures of a stream. Thread-safe; returns at once. */
public interface LiveViewer extends AutoCloseable {

  /**
   * The newest picture that this viewer has not had. Empty: it is requested, and the viewer is
   * notified once it is there. A viewer that isn't called requests nothing, and nothing is drawn.
   */
  Optional<LivePicture> next();

  /** Whether no picture is to be expected any more, for long enough to let the client go. */
  default boolean isOver() {
    return false;
  }

  /** Requests nothing more, and is notified no more. Closing twice does nothing. */
  @Override
  void close();
}
