package sluice.stage.objects;

import java.util.ArrayList;
import java.util.List;
import sluice.core.CropSkipCause;
import sluice.core.Detection;
import sluice.core.DropCause;
import sluice.core.FrameLedger;
import sluice.core.FrameResult;
import sluice.core.MotionState;
import sluice.core.Picture;
import sluice.core.StreamObserver;
import sluice.core.TestPicture;
import sluice.core.scene.ObjectPictures;
import sluice.core.scene.SceneEvent;
import sluice.core.scene.SceneMemory;
import sluice.core.scene.SceneSettings;
import sluice.stage.sink.Results;
import sluice.testing.MotScene;

/** An object stage that is given frames, with what it told. */
public final class SceneRun implements AutoCloseable {
  public static final float THRESHOLD = 0.5f;

  public final SceneMemory memory = new SceneMemory();
  public final List<SceneEvent> events = new ArrayList<>();
  public final List<String> crops = new ArrayList<>();
  public final ObjectStage stage;
  private final FrameLedger ledger = new FrameLedger();
  private final int width;
  private final int height;
  private long frames;

  public SceneRun(SceneSettings settings) {
    this(settings, 160, 90, ObjectPictures.NONE);
  }

  SceneRun(SceneSettings settings, int width, int height, ObjectPictures pictures) {
    this.width = width;
    this.height = height;
    StreamObserver observer = new CropLog();
    stage = new ObjectStage(settings, THRESHOLD, memory, events::add, pictures, observer);
  }

  /** Takes a frame in; what the stage makes of it is closed already. */
  FrameResult frame(double seconds, List<Detection> detections) {
    return frame(seconds, detections, TestPicture.bgr24(width, height));
  }

  /** The same with a picture, whose reference is released. */
  public FrameResult frame(double seconds, List<Detection> detections, Picture picture) {
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

  /** The same with what the gate of motion knew. */
  void frame(double seconds, MotionState motion, Detection... detections) {
    try (FrameResult result =
        Results.of(
            ledger,
            TestPicture.bgr24(width, height),
            frames++,
            Math.round(seconds * 1e9),
            detections)) {
      result.frame().motion(motion);
      stage.apply(result);
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
  public <E extends SceneEvent> List<E> told(Class<E> kind) {
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

  /** Keeps what is said of second models. */
  private final class CropLog implements StreamObserver {
    @Override
    public void frameRead() {}

    @Override
    public void frameDropped(DropCause cause) {}

    @Override
    public void inputDamaged() {}

    @Override
    public void frameFinished(FrameResult result) {}

    @Override
    public void cropSkipped(String model, CropSkipCause cause) {
      crops.add(model + " " + cause.wireName());
    }
  }
}
