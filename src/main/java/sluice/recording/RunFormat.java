package sluice.recording;

import java.time.Instant;
import sluice.recording.files.MediaParameters;

/** What the files of one run have in common. Compared by identity: each run has its own. */
final class RunFormat {
  private final Instant beganAt;
  private final byte[] init;
  private final MediaParameters parameters;

  /**
   * A run's.
   *
   * @param beganAt wall time of media time 0
   * @param init {@code ftyp} and {@code moov}; kept, not copied
   * @param parameters what it says
   */
  RunFormat(Instant beganAt, byte[] init, MediaParameters parameters) {
    this.beganAt = beganAt;
    this.init = init;
    this.parameters = parameters;
  }

  Instant beganAt() {
    return beganAt;
  }

  byte[] init() {
    return init;
  }

  MediaParameters parameters() {
    return parameters;
  }
}
