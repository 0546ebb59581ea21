package sluice.recording;

import java.time.Instant;

/** What the files of one run have in common. Compared by identity: each run has its own. */
final class RunFormat {
  private final Instant beganAt;
  private final byte[] init;
  private final String codecs;
  private final int width;
  private final int height;
  private final boolean audio;

  /**
   * A run's.
   *
   * @param beganAt wall time of media time 0
   * @param init {@code ftyp} and {@code moov}; kept, not copied
   */
  RunFormat(Instant beganAt, byte[] init, String codecs, int width, int height, boolean audio) {
    this.beganAt = beganAt;
    this.init = init;
    this.codecs = codecs;
    this.width = width;
    this.height = height;
    this.audio = audio;
  }

  Instant beganAt() {
    return beganAt;
  }

  byte[] init() {
    return init;
  }

  String codecs() {
    return codecs;
  }

  int width() {
    return width;
  }

  int height() {
    return height;
  }

  boolean audio() {
    return audio;
  }
}
