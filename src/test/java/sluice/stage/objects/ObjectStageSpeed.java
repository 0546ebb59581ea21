package sluice.stage.objects;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import sluice.core.Detection;
import sluice.core.FrameLedger;
import sluice.core.FrameResult;
import sluice.core.Point;
import sluice.core.StreamObserver;
import sluice.core.TestPicture;
import sluice.core.scene.LineSettings;
import sluice.core.scene.ObjectPictures;
import sluice.core.scene.SceneMemory;
import sluice.core.scene.SceneSettings;
import sluice.core.scene.ZoneSettings;
import sluice.stage.sink.Results;
import sluice.testing.FrameCost;
import sluice.testing.WalkingObjects;

/**
 * Measures what objects over time cost, from a frame's detections to its result: without and with
 * 10 lines and 10 zones of 20 corners, at 10 and 100 walking objects, and at 300 detections of
 * which most are weak.
 */
public final class ObjectStageSpeed {
  private static final long STEP = 66_666_667;
  private static final int LINES = 10;
  private static final int CORNERS = 20;
  private static final float THRESHOLD = 0.5f;

  private ObjectStageSpeed() {}

  /** Runs it. */
  public static void main(String[] arguments) {
    SceneSettings bare = SceneSettings.of(List.of(), List.of());
    SceneSettings full = SceneSettings.of(lines(), zones());
    measure("10 objects", bare, 10, 0);
    measure("10 objects, lines and zones", full, 10, 0);
    measure("100 objects", bare, 100, 0);
    measure("100 objects, lines and zones", full, 100, 0);
    measure("100 objects and 200 weak detections, lines and zones", full, 100, 200);
  }

  private static List<LineSettings> lines() {
    List<LineSettings> lines = new ArrayList<>();
    for (int i = 0; i < LINES; i++) {
      float x = (i + 1f) / (LINES + 1);
      lines.add(LineSettings.of("line" + i, new Point(x, 0.1f), new Point(x, 1)));
    }
    return lines;
  }

  private static List<ZoneSettings> zones() {
    List<ZoneSettings> zones = new ArrayList<>();
    for (int i = 0; i < LINES; i++) {
      double x = (i + 0.5) / LINES;
      List<Point> corners = new ArrayList<>();
      for (int corner = 0; corner < CORNERS; corner++) {
        double angle = 2 * Math.PI * corner / CORNERS;
        corners.add(
            new Point((float) (x + 0.1 * Math.cos(angle)), (float) (0.6 + 0.3 * Math.sin(angle)))
                .clamp());
      }
      zones.add(ZoneSettings.of("zone" + i, corners));
    }
    return zones;
  }

  private static void measure(String name, SceneSettings scene, int objects, int weak) {
    List<List<Detection>> frames = WalkingObjects.frames(objects, weak);
    SceneMemory memory = new SceneMemory();
    long[] events = new long[1];
    ObjectStage stage =
        new ObjectStage(
            scene,
            THRESHOLD,
            memory,
            event -> events[0]++,
            ObjectPictures.NONE,
            StreamObserver.NONE);
    FrameLedger ledger = new FrameLedger();
    List<FrameResult> last = new ArrayList<>();
    FrameCost.print(
        name,
        i -> {
          last.forEach(FrameResult::close);
          last.clear();
          Detection[] found = frames.get(i % frames.size()).toArray(Detection[]::new);
          FrameResult result = Results.of(ledger, TestPicture.bgr24(64, 36), i, i * STEP, found);
          last.add(result);
          return () -> stage.apply(result);
        });
    last.forEach(FrameResult::close);
    System.out.printf(
        Locale.ROOT, "  %d objects in all, %d events%n", memory.nextId() - 1, events[0]);
    stage.close();
  }
}
