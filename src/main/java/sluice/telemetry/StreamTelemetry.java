package sluice.telemetry;

import io.micrometer.core.instrument.MeterRegistry;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import sluice.core.CropInference;
import sluice.core.CropSkipCause;
import sluice.core.DropCause;
import sluice.core.Frame;
import sluice.core.FrameResult;
import sluice.core.LatencyStage;
import sluice.core.MotionPhase;
import sluice.core.StreamObserver;
import sluice.core.scene.SceneListener;
import sluice.json.JsonField;
import sluice.json.JsonText;
import sluice.service.stream.StreamState;
import sluice.service.stream.StreamStatus;
import sluice.service.stream.Transition;
import sluice.stage.sink.json.DetectionJson;

/**
 * The observer of a stream that feeds its meters, its history and the event log. A stream that
 * never ran has no meters: thousands that are not enabled must not cost memory and length of each
 * scrape. Thread-safe.
 */
final class StreamTelemetry implements StreamObserver {
  private final String stream;
  private final MeterRegistry registry;
  private final Exemplars exemplars;
  private final EventLog feed;
  private final History history = new History();
  private final SceneTelemetry scene;
  private volatile @Nullable StreamMeters meters;
  private boolean removed;
  private volatile boolean showsPredictions;
  private volatile int misses;
  private Instant lastTransition = Instant.MIN;

  /** An observer without meters yet. */
  StreamTelemetry(String stream, MeterRegistry registry, EventLog feed, Exemplars exemplars) {
    this.exemplars = exemplars;
    this.stream = stream;
    this.registry = registry;
    this.feed = feed;
    scene = new SceneTelemetry(stream, registry, feed);
  }

  /** Listener to the stream's scene. */
  SceneListener scene() {
    return scene;
  }

  private StreamMeters meters() {
    StreamMeters known = meters;
    return known == null ? begun() : known;
  }

  private synchronized StreamMeters begun() {
    StreamMeters known = meters;
    if (known == null) {
      known = new StreamMeters(registry, stream);
      if (removed) {
        known.remove();
      }
      meters = known;
    }
    return known;
  }

  @Override
  public void frameRead() {
    meters().frameRead();
    history.frameRead();
  }

  @Override
  public void framesUndecoded(long number) {
    if (number > 0) {
      meters().framesUndecoded(number);
    }
  }

  @Override
  public void motionSeen(MotionPhase phase, long nanos) {
    if (phase != MotionPhase.OFF) {
      meters().motionSeen(phase, nanos);
    }
  }

  @Override
  public void frameDropped(DropCause cause) {
    meters().frameDropped(cause);
    history.frameDropped(cause);
  }

  @Override
  public void frameDropped(Frame frame, DropCause cause) {
    exemplars.during(frame.trace(), () -> frameDropped(cause));
  }

  @Override
  public void inputDamaged() {
    meters().inputDamaged();
  }

  @Override
  public void cropInferred(CropInference crop) {
    meters().cropInferred(crop.model());
  }

  @Override
  public void cropSkipped(String model, CropSkipCause cause) {
    meters().cropSkipped(model, cause);
  }

  /** Of frames in which nothing was found only the first after another one is an event. */
  @Override
  public void frameFinished(FrameResult result) {
    exemplars.during(result.frame().trace(), () -> meters().frameFinished(result));
    history.frameFinished(result.frame().timings().get(LatencyStage.END_TO_END));
    boolean hasPredictions = !result.predictions().isEmpty();
    if (hasPredictions || showsPredictions) {
      feed.publish(stream, "detections", DetectionJson.event(stream, result));
    }
    showsPredictions = hasPredictions;
  }

  /** The data of a {@code state} event. */
  private record StateEvent(String stream, @JsonField(unwrapped = true) Transition transition) {}

  /** Takes over what only the status says: changes of state become events. */
  void update(StreamStatus status) {
    misses = 0;
    if (meters != null
        || status.state() == StreamState.RUNNING
        || !status.faults().restarts().isEmpty()
        || status.faults().decoderCrashes() > 0) {
      meters().update(status);
    }
    for (Transition transition : status.transitions()) {
      if (transition.lastAt().isAfter(lastTransition)) {
        lastTransition = transition.lastAt();
        feed.publish(stream, "state", JsonText.of(new StateEvent(stream, transition)));
      }
    }
  }

  History history() {
    return history;
  }

  /** There is a subscriber, or about to be one. */
  void wanted() {
    misses = 0;
  }

  /** The stream was not among all streams; says how often in a row that was so. */
  int missed() {
    int now = misses + 1;
    misses = now;
    return now;
  }

  void remove() {
    removeMeters();
    feed.publish(stream, "removed", JsonText.of(Map.of("stream", stream)));
  }

  private synchronized void removeMeters() {
    removed = true;
    scene.remove();
    StreamMeters known = meters;
    if (known != null) {
      known.remove();
    }
  }
}
