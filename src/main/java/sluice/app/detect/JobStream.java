package sluice.app.detect;

import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import sluice.app.page.LatestPicture;
import sluice.core.SourceInfo;
import sluice.core.StreamObserver;
import sluice.metrics.RunMetrics;
import sluice.service.stream.StatusTracker;
import sluice.service.stream.StreamState;
import sluice.service.stream.StreamStatus;
import sluice.stage.sink.ResultReceiver;

/** An input of a job as a stream of its live-view server. Thread-safe. */
final class JobStream {
  private final String id;
  private final Map<String, Object> settings;
  private final StatusTracker tracker;
  private final StreamObserver observer;
  private final LatestPicture picture;
  private volatile String ranOn = "";

  /**
   * An input that waits for its turn.
   *
   * @param settings as the page shows them
   * @param metrics its counters, which the run increments
   * @param observer notified of it too
   * @param picture keeps its newest picture
   */
  JobStream(
      String id,
      Map<String, Object> settings,
      RunMetrics metrics,
      StreamObserver observer,
      LatestPicture picture,
      InstantSource clock) {
    this.id = id;
    this.settings = settings;
    this.tracker = StatusTracker.ofJob(id, metrics, clock);
    this.observer = observer;
    this.picture = picture;
    tracker.enter(StreamState.STARTING, "it waits for its turn");
  }

  String id() {
    return id;
  }

  /** The input's settings, with its id. */
  Map<String, Object> settings() {
    Map<String, Object> result = new LinkedHashMap<>();
    result.put("id", id);
    result.putAll(settings);
    return result;
  }

  /** Observer of the frames of the input's one run. */
  StreamObserver observer() {
    return observer;
  }

  /** Receiver of the results of the input's one run. */
  ResultReceiver pictures() {
    return picture.forRun();
  }

  /** Its turn has come. */
  void opening() {
    tracker.enter(StreamState.STARTING, "its source is being opened");
  }

  /** Frames begin to flow. */
  void running(SourceInfo source, String devices) {
    tracker.source(source);
    tracker.enter(StreamState.RUNNING, "frames flow");
    tracker.worksOn(devices);
    ranOn = devices;
  }

  /**
   * No more frames come.
   *
   * @param failure why, where that is a failure
   * @param stopped whether it was asked to end
   */
  void ended(Optional<String> failure, boolean stopped) {
    if (failure.isPresent()) {
      tracker.enter(StreamState.FAILED, failure.get());
    } else if (stopped) {
      tracker.enter(StreamState.STOPPED, "stopped on request");
    } else {
      tracker.enter(StreamState.COMPLETED, "its last result is out");
    }
    tracker.worksOn(ranOn); // the page goes on to show it
  }

  /** As it is now. */
  StreamStatus status() {
    return tracker.status(
        String.valueOf(settings.get("source")),
        String.valueOf(settings.get("model")),
        "insecure".equals(settings.get("tls")),
        List.of());
  }
}
