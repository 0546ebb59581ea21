package sluice.stage.track;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import sluice.core.Box;
import sluice.core.scene.ObjectSettings;
import sluice.testing.MotScene;
import sluice.testing.MotScene.MotBox;

/** What a tracker makes of a scene. */
public final class TrackedScene {
  private TrackedScene() {}

  /** Boxes with their ids by frame, of confirmed objects where they were seen; in pixels. */
  public static Map<Integer, List<MotBox>> of(MotScene scene) {
    Map<Integer, List<MotBox>> results = new HashMap<>();
    ObjectTracker tracker =
        new ObjectTracker(ObjectSettings.DEFAULT, new AtomicLong()::incrementAndGet);
    double aspect = (double) scene.width() / scene.height();
    for (MotScene.SceneFrame frame : scene.frames()) {
      tracker.update(frame.time(), aspect, frame.detections());
      List<MotBox> seen = new ArrayList<>();
      for (int i = 0; i < frame.detections().size(); i++) {
        if (tracker.id(i) != 0) {
          seen.add(pixels(tracker.id(i), frame.detections().get(i).box(), scene));
        }
      }
      results.put(frame.number(), seen);
    }
    return results;
  }

  private static MotBox pixels(long id, Box box, MotScene scene) {
    return new MotBox(
        id,
        box.xMin() * scene.width(),
        box.yMin() * scene.height(),
        box.width() * scene.width(),
        box.height() * scene.height());
  }
}
