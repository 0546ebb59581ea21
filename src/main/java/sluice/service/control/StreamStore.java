package sluice.service.control;

import sluice.core.SluiceException;

/**
 * Persistent store of what must survive a restart: streams that were added through the API, and
 * which streams are paused. What was saved survives whatever kills the process afterwards.
 * Thread-safe.
 */
public interface StreamStore extends AutoCloseable {
  /** The state as far as it is known here: what was saved here, and what has come from others. */
  PersistedStreams kept();

  /**
   * Keeps what differs between two contents. Blocks until it is kept.
   *
   * @param had what the caller took for {@link #kept} when it decided; where others have changed
   *     the same stream since, nothing of it is kept
   * @param content what is to be kept instead
   * @throws SluiceException OUTPUT when it can't be kept; the message says whether it was not made,
   *     or may still come
   */
  void save(PersistedStreams had, PersistedStreams content);

  /**
   * Makes sure that a stream is still kept as the caller takes it for. A change that changes
   * nothing here may change what others have made of the stream meanwhile. Blocks until that is
   * known.
   *
   * @param had what the caller took for {@link #kept} when it decided
   * @throws SluiceException OUTPUT when others have changed the stream since, or it can't be known
   */
  void confirm(PersistedStreams had, String id);

  /**
   * Calls an action after each change that came from elsewhere, on any thread; it must not block.
   */
  void listen(Runnable changed);

  @Override
  void close();
}
