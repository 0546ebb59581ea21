package sluice.telemetry;

import java.time.Instant;
import java.util.Map;
import sluice.core.DropCause;
import sluice.core.FrameResult;
import sluice.core.LatencyStage;
import sluice.core.StreamObserver;
import sluice.json.JsonField;
import sluice.json.JsonText;
import sluice.service.stream.StreamStatus;
import sluice.service.stream.Transition;
import sluice.stage.sink.json.DetectionJson;

/** The observer of a stream that feeds its meters, its history and the event log. Thread-safe. */
final class StreamTelemetry implements StreamObserver {
  private final String stream;
  private final StreamMeters meters;
  private final EventLog feed;
  private final History history = new History();
  private volatile boolean showsPredictions;
  private volatile int misses;
  private Instant lastTransition = Instant.MIN;

  StreamTelemetry(String stream, StreamMeters meters, EventLog feed) {
    this.stream = stream;
    this.meters = meters;
    this.feed = feed;
  }

  @Override
  public void frameRead() {
    meters.frameRead();
    history.frameRead();
  }

  @Override
  public void frameDropped(DropCause cause) {
    meters.frameDropped(cause);
    history.frameDropped(cause);
  }

  @Override
  public void inputDamaged() {
    meters.inputDamaged();
  }

  /** Of frames in which nothing was found only the first after another one is an event. */
  @Override
  public void frameFinished(FrameResult result) {
    meters.frameFinished(result);
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
    meters.update(status);
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
    meters.remove();
    feed.publish(stream, "removed", JsonText.of(Map.of("stream", stream)));
  }
}
