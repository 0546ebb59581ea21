package sluice.video.decode;

import sluice.core.DecodeMode;

/**
 * Chooses how much of a source is decoded, by the rate that is asked for and by how its pictures
 * and key frames come. One thread.
 */
final class ModeChoice {
  private final PictureRoles roles;
  private final PictureTiming timing;

  /** The time between two wanted pictures, nanoseconds; 0 while none is asked for. */
  private long interval;

  private DecodeMode mode = DecodeMode.ALL;

  /**
   * Everything is decoded.
   *
   * @param roles what pictures are needed for
   * @param timing how they come
   */
  ModeChoice(PictureRoles roles, PictureTiming timing) {
    this.roles = roles;
    this.timing = timing;
  }

  /**
   * Pictures are asked for.
   *
   * @param intervalNanos the time between two
   */
  void serve(long intervalNanos) {
    interval = intervalNanos;
  }

  /** How much is decoded now. */
  DecodeMode mode() {
    return mode;
  }

  /** Everything is decoded from now on. */
  void decodeAll() {
    mode = DecodeMode.ALL;
  }

  /** By the distance of key frames; leaves the mode for good where they come too seldom. */
  void choose() {
    long most = isByKeys() ? longestKeyInterval() : interval;
    KeyIntervals keys = timing.keys();
    boolean keysServe = keys.areKnown() && keys.greatest() <= most;
    mode = roles.isIntraOnly() || keysServe ? DecodeMode.KEY : DecodeMode.REFERENCE;
  }

  /**
   * Gives key frames up where the next one doesn't come: the source has changed.
   *
   * @param now nanoseconds of the input's clock
   */
  void mayGiveUpKeys(long now) {
    if (isByKeys() && now - timing.keys().last() > longestKeyInterval()) {
      mode = DecodeMode.REFERENCE;
    }
  }

  /** Whether key frames are taken in place of the very pictures that are due. */
  boolean isByKeys() {
    return mode == DecodeMode.KEY && !roles.isIntraOnly();
  }

  /** Key frames may come this late before they are no longer relied upon; nanoseconds. */
  long longestKeyInterval() {
    return interval + interval / 10;
  }

  /**
   * Whether at most about every second picture is wanted, so that choosing pays.
   *
   * @param chosen whether it is done already: it isn't given up for little
   */
  boolean isWorthwhile(boolean chosen) {
    double least = chosen ? 1.7 : 1.9;
    return timing.step() > 0 && interval >= least * timing.step();
  }
}
