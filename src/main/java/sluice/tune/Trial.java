package sluice.tune;

import java.time.Duration;

/** A candidate that is ready to run. Used by one thread; closed by the caller that opened it. */
public interface Trial extends AutoCloseable {

  /**
   * What the device made of it, as far as it says: positions instead of what was left open. Two
   * candidates with the same are the same.
   */
  Candidate settled();

  /**
   * How far what it finds agrees with the most exact computation, on a sample of frames: 1 for the
   * same, 0 for nothing in common, NaN where the most exact computation finds nothing to compare
   * with. May take a moment.
   */
  double agreement();

  /**
   * Runs it for so long, after a warm-up of its own, and returns what was measured.
   *
   * @throws sluice.core.SluiceException when it fails
   */
  Sample measure(Duration time);

  /** Gives everything back. */
  @Override
  void close();
}
