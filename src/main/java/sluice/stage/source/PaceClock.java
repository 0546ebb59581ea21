package sluice.stage.source;

import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.TimeUnit;

/** The time that a source is paced by. Tests put their own in its place. */
public interface PaceClock {

  /** A clock that never goes back, nanoseconds from an arbitrary moment. */
  long nanoTime();

  /** The system's date and time. */
  Instant now();

  /**
   * Waits until {@link #nanoTime} has reached a moment; returns at once if it has.
   *
   * @throws InterruptedException when the waiting thread is interrupted
   */
  void waitUntil(long nanoTime) throws InterruptedException;

  /** The machine's clocks. */
  PaceClock SYSTEM = withDate(InstantSource.system());

  /** The machine's clock, with another source of date and time. */
  static PaceClock withDate(InstantSource date) {
    return new PaceClock() {
      @Override
      public long nanoTime() {
        return System.nanoTime();
      }

      @Override
      public Instant now() {
        return date.instant();
      }

      @Override
      public void waitUntil(long nanoTime) throws InterruptedException {
        TimeUnit.NANOSECONDS.sleep(nanoTime - System.nanoTime());
      }
    };
  }
}
