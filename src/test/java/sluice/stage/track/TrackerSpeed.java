package sluice.stage.track;

import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import sluice.core.Detection;
import sluice.core.scene.ObjectSettings;
import sluice.testing.FrameCost;
import sluice.testing.WalkingObjects;

/**
 * Measures what tracking costs: time and memory of a frame at 10 and 100 walking objects, and at
 * 300 detections of which most are weak.
 */
public final class TrackerSpeed {
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
    List<List<Detection>> frames = WalkingObjects.frames(objects, weak);
    ObjectTracker tracker =
        new ObjectTracker(ObjectSettings.DEFAULT, new AtomicLong()::incrementAndGet);
    FrameCost.print(
        name,
        i -> {
          List<Detection> detections = frames.get(i % frames.size());
          return () -> tracker.update(i * STEP, ASPECT, detections);
        });
  }
}
