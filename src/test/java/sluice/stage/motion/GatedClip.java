package sluice.stage.motion;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import sluice.core.Detection;
import sluice.core.FrameLedger;
import sluice.core.FrameResult;
import sluice.core.StreamObserver;
import sluice.core.scene.MotionSettings;
import sluice.core.scene.ObjectPictures;
import sluice.core.scene.SceneEvent;
import sluice.core.scene.SceneMemory;
import sluice.core.scene.SceneSettings;
import sluice.stage.objects.ObjectStage;
import sluice.stage.sink.Results;
import sluice.testing.MotScene;
import sluice.testing.SharedFiles;
import sluice.video.decode.DecodedPicture;
import sluice.video.decode.Decoder;
import sluice.video.demux.DecoderSettings;

/** A real video through the gate and the tracker, with what a model found in its frames. */
final class GatedClip {
  private static final double THRESHOLD = 0.5;

  /** What came of it: when objects were seen first, in seconds by their order; frames by kind. */
  record Outcome(List<Double> firstSeen, int due, int passed, double moving, List<String> spans) {}

  private GatedClip() {}

  static Outcome run(String name, double fps, MotionSettings motion, boolean print)
      throws Exception {
    MotScene scene = MotScene.read(SharedFiles.file("objects/videos/" + name));
    Map<Integer, MotScene.SceneFrame> frames = new HashMap<>();
    scene.frames().forEach(frame -> frames.put((int) Math.round(frame.time() / 2e7), frame));
    SceneSettings settings = SceneSettings.of(List.of(), List.of()).withMotion(motion);
    Map<Long, Double> first = new LinkedHashMap<>();
    ObjectStage stage =
        new ObjectStage(
            settings,
            THRESHOLD,
            new SceneMemory(),
            event -> {
              if (event instanceof SceneEvent.ObjectChanged change
                  && change.phase() == SceneEvent.ObjectPhase.START) {
                first.put(change.object().id(), change.object().startNanos() / 1e9);
              }
            },
            ObjectPictures.NONE,
            StreamObserver.NONE);
    MotionGate gate = new MotionGate(settings, true, StreamObserver.NONE);
    FrameLedger ledger = new FrameLedger();
    int due = 0;
    int passed = 0;
    double moving = 0;
    double next = 0;
    List<String> spans = new ArrayList<>();
    boolean was = false;
    Path video = SharedFiles.file("videos/" + name + ".mp4");
    try (Decoder decoder = Decoder.open(DecoderSettings.file(video), () -> false)) {
      for (int number = 1; ; number++) {
        DecodedPicture decoded = decoder.next();
        if (decoded == null) {
          break;
        }
        double time = decoded.timestampNanos() / 1e9;
        if (time < next - 0.02) {
          decoded.picture().close();
          continue;
        }
        next = Math.max(next, time - 0.5 / fps) + 1 / fps;
        due++;
        boolean passes = gate.admits(decoded.picture(), decoded.timestampNanos());
        boolean active = gate.state() != null && gate.state().active();
        boolean seen = gate.state() != null && !gate.state().regions().isEmpty();
        moving += seen ? 1 : 0;
        if (active != was) {
          spans.add(String.format(Locale.ROOT, "%s%.1f", active ? "+" : "-", time));
          was = active;
        }
        if (print) {
          System.out.printf(
              Locale.ROOT,
              "%.2f %s %s %s%n",
              time,
              passes,
              seen,
              gate.state() == null ? "" : gate.state().regions());
        }
        if (!passes) {
          decoded.picture().close();
          continue;
        }
        passed++;
        MotScene.SceneFrame frame = frames.get((int) Math.round(time * 50));
        Detection[] found =
            frame == null ? new Detection[0] : frame.detections().toArray(Detection[]::new);
        try (FrameResult result =
            Results.of(ledger, decoded.picture(), number, decoded.timestampNanos(), found)) {
          result.frame().motion(gate.state());
          stage.apply(result);
          gate.followed(decoded.timestampNanos(), stage.isBusy(), stage.isSearching(), stage.due());
        }
      }
    }
    stage.close();
    return new Outcome(List.copyOf(first.values()), due, passed, moving / due, spans);
  }

  public static void main(String[] arguments) throws Exception {
    for (String name : List.of("one-by-one-person-detection", "car-detection")) {
      for (double fps : new double[] {2, 5}) {
        Outcome all = run(name, fps, MotionSettings.OFF, false);
        Outcome gated = run(name, fps, MotionSettings.ON, arguments.length > 0);
        System.out.printf(
            Locale.ROOT,
            "%s %.0f fps: %d due, %d passed = %.2f, moving %.2f%n  all   %s%n  gated %s%n  %s%n",
            name,
            fps,
            gated.due(),
            gated.passed(),
            gated.passed() / (double) gated.due(),
            gated.moving(),
            all.firstSeen(),
            gated.firstSeen(),
            gated.spans());
      }
    }
  }
}
