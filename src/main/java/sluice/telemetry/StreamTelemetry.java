package sluice.telemetry;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import sluice.config.binding.JsonText;
import sluice.core.Box;
import sluice.core.Classification;
import sluice.core.Detection;
import sluice.core.DropCause;
import sluice.core.Frame;
import sluice.core.FrameResult;
import sluice.core.StreamObserver;
import sluice.service.stream.StreamStatus;
import sluice.service.stream.Transition;

/** Hears a stream for its meters, its history and those who watch its events. Thread-safe. */
final class StreamTelemetry implements StreamObserver {
  private final String stream;
  private final StreamMeters meters;
  private final EventLog feed;
  private final History history = new History();
  private volatile boolean showsFindings;
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
    history.frameFinished(result.frame().timings().endToEnd);
    boolean hasFindings = !result.findings().isEmpty();
    if (hasFindings || showsFindings) {
      feed.publish(stream, "detections", JsonText.of(detections(result)));
    }
    showsFindings = hasFindings;
  }

  /** In the words of the JSON Lines files. */
  private Map<String, Object> detections(FrameResult result) {
    Frame frame = result.frame();
    List<Object> objects = new ArrayList<>();
    result.detections().forEach(detection -> objects.add(object(detection)));
    Map<String, Object> event = new LinkedHashMap<>();
    event.put("stream", stream);
    event.put("frame_id", frame.number());
    event.put("timestamp", frame.timestampNanos());
    event.put("system_timestamp", frame.systemTimestamp().toString());
    event.put("objects", objects);
    if (!result.classes().isEmpty()) {
      event.put("classification", result.classes().stream().map(StreamTelemetry::named).toList());
    }
    return event;
  }

  private static Map<String, Object> named(Classification each) {
    Map<String, Object> named = new LinkedHashMap<>();
    named.put("confidence", number(each.confidence()));
    named.put("label_id", each.labelId());
    named.put("label", each.label());
    return named;
  }

  private static Map<String, Object> object(Detection detection) {
    Box box = detection.box();
    Map<String, Object> bounds = new LinkedHashMap<>();
    bounds.put("x_min", number(box.xMin()));
    bounds.put("x_max", number(box.xMax()));
    bounds.put("y_min", number(box.yMin()));
    bounds.put("y_max", number(box.yMax()));
    Map<String, Object> found = new LinkedHashMap<>();
    found.put("bounding_box", bounds);
    found.put("confidence", number(detection.confidence()));
    found.put("label_id", detection.labelId());
    found.put("label", detection.label());
    return Map.of("detection", found);
  }

  /** A float's own digits, not those of the double next to it. */
  private static double number(float value) {
    return Double.parseDouble(Float.toString(value));
  }

  /** Takes over what only the status says: changes of state become events. */
  void update(StreamStatus status) {
    misses = 0;
    meters.update(status);
    for (Transition transition : status.transitions()) {
      if (transition.lastAt().isAfter(lastTransition)) {
        lastTransition = transition.lastAt();
        Map<String, Object> event = new LinkedHashMap<>();
        event.put("stream", stream);
        event.putAll(StatusJson.transition(transition));
        feed.publish(stream, "state", JsonText.of(event));
      }
    }
  }

  History history() {
    return history;
  }

  /** Somebody listens, or is about to. */
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
