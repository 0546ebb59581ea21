package sluice.testing;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Latches on which a test lets another thread wait. */
public final class Latches {
  private Latches() {}

  /** Waits until the latch is open, for half a minute at most. */
  public static void await(CountDownLatch latch) {
    try {
      if (!latch.await(30, TimeUnit.SECONDS)) {
        throw new AssertionError("the test did not go on");
      }
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
