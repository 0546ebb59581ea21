package sluice.stage.objects;

import java.util.ArrayList;
import java.util.List;
import sluice.core.Detection;
import sluice.core.FrameLedger;
import sluice.core.FrameResult;
import sluice.core.TestPicture;
import sluice.core.scene.ObjectPictures;
import sluice.core.scene.SceneEvent;
import sluice.core.scene.SceneMemory;
import sluice.core.scene.SceneSettings;
import sluice.stage.sink.Results;
import sluice.testing.MotScene;

/** An object stage that is given frames, with what it told. */
final class SceneRun implements AutoCloseable {
  static final float THRESHOLD = 0.5f;

  final SceneMemory memory = new SceneMemory();
  final List<SceneEvent> events = new ArrayList<>();
  final ObjectStage stage;
  private final FrameLedger ledger = new FrameLedger();
  private final int width;
  private final int height;
  private long frames;

  SceneRun(SceneSettings settings) {
    this(settings, 160, 90, ObjectPictures.NONE);
  }

  SceneRun(SceneSettings settings, int width, int height, ObjectPictures pictures) {
    this.width = width;
    this.height = height;
    stage = new ObjectStage(settings, THRESHOLD, memory, events::add, pictures);
  }

  /** Takes a frame in; what the stage makes of it is closed already. */
  FrameResult frame(double seconds, List<Detection> detections) {
    TestPicture picture = TestPicture.bgr24(width, height);
    try (FrameResult result =
        Results.of(
            ledger,
            picture,
            frames++,
            Math.round(seconds * 1e9),
            detections.toArray(Detection[]::new))) {
      return stage.apply(result);
    }
  }

  FrameResult frame(double seconds, Detection... detections) {
    return frame(seconds, List.of(detections));
  }

  /** Takes all frames of a scene in. */
  void all(MotScene scene) {
    for (MotScene.SceneFrame frame : scene.frames()) {
      frame(frame.time() / 1e9, frame.detections());
    }
  }

  /** What was told of a kind. */
  <E extends SceneEvent> List<E> told(Class<E> kind) {
    return events.stream().filter(kind::isInstance).map(kind::cast).toList();
  }

  /** Which phases of an object were told. */
  List<SceneEvent.ObjectPhase> phases(long id) {
    return told(SceneEvent.ObjectChanged.class).stream()
        .filter(event -> event.object().id() == id)
        .map(SceneEvent.ObjectChanged::phase)
        .toList();
  }

  @Override
  public void close() {
    stage.close();
  }
}
