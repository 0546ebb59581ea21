package sluice.app.detect;

import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import sluice.app.page.LatestPicture;
import sluice.core.SourceInfo;
import sluice.core.StreamObserver;
import sluice.metrics.RunMetrics;
import sluice.service.stream.StatusTracker;
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
    enter(InputState.WAITING);
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
    enter(InputState.OPENING);
  }

  /** Frames begin to flow. */
  void running(SourceInfo source, String devices) {
    tracker.source(source);
    enter(InputState.RUNNING);
    tracker.worksOn(devices);
    ranOn = devices;
  }

  private void enter(InputState state) {
    tracker.enter(state.state(), state.cause());
  }

  /** No more frames come. */
  void ended(InputState end) {
    enter(end);
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
