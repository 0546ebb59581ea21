package sluice.service.control;

import sluice.service.stream.StreamSpec;

/**
 * Passes on what streams are to do, once that is decided and kept. Called on the thread that makes
 * changes; must not block. What is asked for happens in the stream's own time.
 */
public interface StreamDispatcher {
  /**
   * A stream is there, or has other settings.
   *
   * @param paused whether a new one waits to be resumed
   * @param cause why a new one is there, in words of an operator
   */
  void put(StreamSpec spec, boolean paused, String cause);

  /** A stream is gone for good. */
  void remove(String id);

  /** A stream rests from now on, or goes on. */
  void rest(String id, boolean rests);

  /** A stream begins anew. */
  void restart(String id);
}
