package sluice.testing;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.Locale;
import java.util.function.IntFunction;

/** Measures what a frame costs: time, and memory allocated on the thread. */
public final class FrameCost {
  private static final int FRAMES = 20_000;
  private static final int MEASURED = 5_000;

  private FrameCost() {}

  /**
   * Runs the work of 20,000 frames and prints the median and the 99th percentile of the last 5,000.
   *
   * @param frame makes the work of a frame, by its number; what that costs is not counted
   */
  public static void print(String name, IntFunction<Runnable> frame) {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long[] nanos = new long[MEASURED];
    long allocated = 0;
    for (int i = 0; i < FRAMES; i++) {
      Runnable work = frame.apply(i);
      long before = threads.getCurrentThreadAllocatedBytes();
      long start = System.nanoTime();
      work.run();
      long took = System.nanoTime() - start;
      if (i >= FRAMES - MEASURED) {
        nanos[i - FRAMES + MEASURED] = took;
        allocated += threads.getCurrentThreadAllocatedBytes() - before;
      }
    }
    Arrays.sort(nanos);
    System.out.printf(
        Locale.ROOT,
        "%s: median %.4f ms, 99 %% %.4f ms, %d bytes a frame%n",
        name,
        nanos[MEASURED / 2] / 1e6,
        nanos[MEASURED * 99 / 100] / 1e6,
        allocated / MEASURED);
  }
}
