package sluice.core;

import java.util.Optional;

/** A viewer of the live pictures of a stream. Thread-safe; returns at once. */
public interface LiveViewer extends AutoCloseable {

  /**
   * The newest picture that this watch has not had. Empty: it is asked for, and the watch is told
   * once it is there. A watch that isn't called asks for nothing, and nothing is drawn for it.
   */
  Optional<LivePicture> next();

  /** Asks for nothing more, and is told nothing more. Closing twice does nothing. */
  @Override
  void close();
}
