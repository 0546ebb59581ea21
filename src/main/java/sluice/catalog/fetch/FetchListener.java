package sluice.catalog.fetch;

import java.time.Duration;

/** Progress listener of a download. Called by the thread that downloads; sizes are bytes. */
public interface FetchListener {

  /**
   * A file begins, or goes on where an earlier attempt ended.
   *
   * @param file for showing: {@code NAME/PRECISION/FILE}
   * @param bytes its size
   * @param had how much of it is there already
   */
  default void started(String file, long bytes, long had) {}

  /** More of the file has arrived; {@code done} counts from its beginning. */
  default void progressed(long done) {}

  /**
   * An attempt failed; after a pause there will be another one.
   *
   * @param why one line
   */
  default void retrying(String why, Duration pause) {}

  /** Another process is at the same model; this one waits for it. */
  default void waiting(String model) {}
}
