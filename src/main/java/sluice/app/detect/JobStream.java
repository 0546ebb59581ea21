package sluice.app.detect;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import sluice.app.page.LatestPicture;
import sluice.core.SourceInfo;
import sluice.core.StreamObserver;
import sluice.metrics.RunMetrics;
import sluice.metrics.RunSnapshot;
import sluice.pipeline.ResultReceiver;
import sluice.service.stream.StreamState;
import sluice.service.stream.StreamStatus;
import sluice.service.stream.Transition;

/** An input of a job as the job's page shows it. Thread-safe. */
final class JobStream {
  private final String id;
  private final Map<String, Object> settings;
  private final RunMetrics metrics;
  private final StreamObserver ears;
  private final LatestPicture picture;
  private final InstantSource clock;
  private final List<Transition> transitions = new ArrayList<>();
  private Optional<SourceInfo> shape = Optional.empty();
  private Optional<String> failure = Optional.empty();
  private String devices = "";

  /**
   * An input that waits for its turn.
   *
   * @param settings as the page is told them
   * @param metrics what is counted of it, by whoever runs it
   * @param ears hear it besides
   * @param picture keeps its newest picture
   */
  JobStream(
      String id,
      Map<String, Object> settings,
      RunMetrics metrics,
      StreamObserver ears,
      LatestPicture picture,
      InstantSource clock) {
    this.id = id;
    this.settings = settings;
    this.metrics = metrics;
    this.ears = ears;
    this.picture = picture;
    this.clock = clock;
    enter(StreamState.STARTING, "it waits for its turn");
  }

  String id() {
    return id;
  }

  /** What the input is set to do, with its id. */
  Map<String, Object> settings() {
    Map<String, Object> result = new LinkedHashMap<>();
    result.put("id", id);
    result.putAll(settings);
    return result;
  }

  /** Hears the frames of the input's one run. */
  StreamObserver ears() {
    return ears;
  }

  /** Takes the results of the input's one run. */
  ResultReceiver pictures() {
    return picture.forRun();
  }

  /** Its turn has come. */
  void opening() {
    enter(StreamState.STARTING, "its source is being opened");
  }

  /** Frames begin to flow. */
  synchronized void running(SourceInfo source, String onDevices) {
    shape = Optional.of(source);
    devices = onDevices;
    enter(StreamState.RUNNING, "frames flow");
  }

  /**
   * No more frames come.
   *
   * @param cause why, where that is a failure
   * @param stopped whether it was asked to end
   */
  synchronized void ended(@Nullable String cause, boolean stopped) {
    failure = Optional.ofNullable(cause);
    if (cause != null) {
      enter(StreamState.FAILED, cause);
    } else if (stopped) {
      enter(StreamState.STOPPED, "stopped on request");
    } else {
      enter(StreamState.COMPLETED, "its last result is out");
    }
  }

  private synchronized void enter(StreamState state, String cause) {
    Instant now = clock.instant();
    transitions.add(new Transition(state, cause, now, now, 1));
  }

  /** As it is now. */
  synchronized StreamStatus status() {
    RunSnapshot counted = metrics.snapshot();
    Transition last = transitions.getLast();
    boolean running = last.state() == StreamState.RUNNING;
    Duration uptime = running ? Duration.between(last.at(), clock.instant()) : Duration.ZERO;
    return new StreamStatus(
        id,
        String.valueOf(settings.get("source")),
        new StreamStatus.Phase(last.state(), last.cause(), last.at()),
        String.valueOf(settings.get("model")),
        devices,
        shape.map(StreamStatus.Shape::of),
        running ? StreamStatus.Rates.of(metrics) : StreamStatus.Rates.NONE,
        StreamStatus.Counts.of(counted),
        StreamStatus.Latency.of(counted.latencies()),
        new StreamStatus.Faults(failure, uptime, Map.of(), 0),
        List.of(),
        transitions);
  }
}
