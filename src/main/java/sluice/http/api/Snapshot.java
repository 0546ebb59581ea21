package sluice.http.api;

import java.time.Duration;

/** The newest picture of a stream, or why there is none. */
public sealed interface Snapshot {

  /**
   * A picture.
   *
   * @param jpeg its file, not changed any more
   */
  @SuppressWarnings("ArrayRecordComponent")
  record Drawn(byte[] jpeg) implements Snapshot {}

  /**
   * None came while it was waited for.
   *
   * @param within how long that was
   * @param again after which time one should have come
   */
  record Late(Duration within, Duration again) implements Snapshot {}

  /** The stream doesn't run, or is gone. */
  record None() implements Snapshot {}
}
