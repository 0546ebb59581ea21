package sluice.stage.track;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import sluice.core.Box;
import sluice.core.Detection;
import sluice.core.scene.ObjectSettings;

/**
 * Measures what tracking costs: time and memory of a frame at 10 and 100 walking objects, and at
 * 300 detections of which most are weak. Prints the median and the 99th percentile of the last
 * frames.
 */
public final class TrackerSpeed {
  private static final int FRAMES = 20_000;
  private static final int MEASURED = 5_000;
  private static final double ASPECT = 16.0 / 9;
  private static final long STEP = 66_666_667;

  private TrackerSpeed() {}

  /** Runs it. */
  public static void main(String[] arguments) {
    measure("10 objects", 10, 0);
    measure("100 objects", 100, 0);
    measure("100 objects and 200 weak detections", 100, 200);
  }

  private static void measure(String name, int objects, int weak) {
    List<List<Detection>> frames = frames(objects, weak);
    ObjectTracker tracker =
        new ObjectTracker(ObjectSettings.DEFAULT, new AtomicLong()::incrementAndGet);
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long[] nanos = new long[MEASURED];
    long allocated = 0;
    for (int i = 0; i < FRAMES; i++) {
      List<Detection> detections = frames.get(i % frames.size());
      long before = threads.getCurrentThreadAllocatedBytes();
      long start = System.nanoTime();
      tracker.update(i * STEP, ASPECT, detections);
      long took = System.nanoTime() - start;
      if (i >= FRAMES - MEASURED) {
        nanos[i - FRAMES + MEASURED] = took;
        allocated += threads.getCurrentThreadAllocatedBytes() - before;
      }
    }
    Arrays.sort(nanos);
    System.out.printf(
        Locale.ROOT,
        "%s: median %.4f ms, 99 %% %.4f ms, %d bytes a frame, %d held%n",
        name,
        nanos[MEASURED / 2] / 1e6,
        nanos[MEASURED * 99 / 100] / 1e6,
        allocated / MEASURED,
        tracker.objects().size());
  }

  /** To and fro, so that the last frame goes on with the first. */
  private static List<List<Detection>> frames(int objects, int weak) {
    Random random = new Random(1);
    double[][] walks = new double[objects][];
    for (int i = 0; i < objects; i++) {
      walks[i] =
          new double[] {
            random.nextDouble() * 0.9, random.nextDouble() * 0.8, random.nextGaussian() * 0.004
          };
    }
    List<List<Detection>> forth = new ArrayList<>();
    for (int frame = 0; frame < 60; frame++) {
      List<Detection> detections = new ArrayList<>();
      for (double[] walk : walks) {
        detections.add(detection(walk[0] + walk[2] * frame, walk[1], 0.9f));
      }
      for (int i = 0; i < weak; i++) {
        detections.add(
            detection(
                random.nextDouble() * 0.9,
                random.nextDouble() * 0.8,
                0.1f + random.nextFloat() * 0.3f));
      }
      forth.add(detections);
    }
    List<List<Detection>> frames = new ArrayList<>(forth);
    frames.addAll(forth.reversed());
    return frames;
  }

  private static Detection detection(double x, double y, float confidence) {
    Box box = new Box((float) x, (float) y, (float) x + 0.04f, (float) y + 0.18f);
    return new Detection(0, "object", confidence, box.clamp());
  }
}
