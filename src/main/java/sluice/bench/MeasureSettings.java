package sluice.bench;

import java.time.Duration;

/**
 * How one measurement is taken.
 *
 * @param warmUp frames go through for so long, 0 or more, before anything is measured; for as long
 *     as it takes until each request has worked ten times where that is longer
 * @param duration how long is measured, above 0
 * @param interval length of the pieces that are reported besides the whole, above 0; the last one
 *     takes in what is left
 * @param detectionFrames frames from the input's first one on, 0 or more, whose objects are kept;
 *     up to four times as many where nothing is found in them; where a measurement ends before they
 *     are through, it goes on with them, unmeasured
 */
public record MeasureSettings(
    Duration warmUp, Duration duration, Duration interval, int detectionFrames) {

  /** How often each request works before anything is measured. */
  static final int WARM_INFERENCES = 10;

  /** Pieces of a measurement, at least 1. */
  int intervals() {
    return (int) Math.max(1, Math.round((double) duration.toNanos() / interval.toNanos()));
  }
}
