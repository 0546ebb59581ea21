package sluice.service.stream;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import sluice.core.SourceInfo;
import sluice.metrics.RunMetrics;
import sluice.metrics.RunSnapshot;
import sluice.service.model.ModelFacts;
import sluice.service.recovery.RestartCause;

/**
 * What is known and was told of one stream: its state and how it came there. Each transition is
 * logged when it happens first, not when it repeats. For one thread.
 */
final class StatusTracker {
  private static final Logger LOG = LoggerFactory.getLogger(StatusTracker.class);

  private final String id;
  private final InstantSource clock;
  private final RunMetrics metrics = RunMetrics.create();
  private final TransitionLog transitions = new TransitionLog();
  private final Map<RestartCause, Long> restarts = new EnumMap<>(RestartCause.class);

  private StreamState state = StreamState.STOPPED;
  private String cause = "not started yet";
  private Instant since;
  private Optional<String> lastError = Optional.empty();
  private Optional<SourceInfo> shape = Optional.empty();
  private String devices = "";
  private int stuckThreads;

  StatusTracker(String id, InstantSource clock) {
    this.id = id;
    this.clock = clock;
    this.since = clock.instant();
  }

  RunMetrics metrics() {
    return metrics;
  }

  StreamState state() {
    return state;
  }

  /** Notes what the stream does now, and why. */
  void enter(StreamState newState, String why) {
    if (newState == state && why.equals(cause)) {
      return;
    }
    boolean stays = newState == state;
    state = newState;
    cause = why;
    if (!stays) {
      since = clock.instant();
    }
    if (newState == StreamState.RETRYING || newState == StreamState.FAILED) {
      lastError = Optional.of(why);
    }
    if (newState != StreamState.RUNNING) {
      devices = "";
    }
    if (transitions.add(newState, why, clock.instant())) {
      log();
    }
  }

  private void log() {
    if (state == StreamState.RETRYING || state == StreamState.FAILED) {
      LOG.warn("stream {}: {}: {}", id, state.wireName(), cause);
    } else {
      LOG.info("stream {}: {}: {}", id, state.wireName(), cause);
    }
  }

  /** The source is open; null: it is not. */
  void source(@Nullable SourceInfo info) {
    shape = Optional.ofNullable(info);
  }

  void worksOn(ModelFacts facts) {
    devices = facts.devices();
  }

  void error(String message) {
    lastError = Optional.of(message);
  }

  void restarted(RestartCause why) {
    restarts.merge(why, 1L, Long::sum);
  }

  void threadStuck() {
    stuckThreads++;
  }

  void threadReturned() {
    stuckThreads--;
  }

  StreamStatus status(StreamSpec spec, List<SinkStatus> sinks) {
    RunSnapshot counted = metrics.snapshot();
    Duration uptime =
        state == StreamState.RUNNING ? Duration.between(since, clock.instant()) : Duration.ZERO;
    return new StreamStatus(
        id,
        spec.config().source().redacted(),
        new StreamStatus.Phase(state, cause, since),
        spec.config().model(),
        devices,
        shape.map(StreamStatus.Shape::of),
        StreamStatus.Rates.of(metrics),
        StreamStatus.Counts.of(counted),
        StreamStatus.Latency.of(counted.latencies()),
        new StreamStatus.Faults(lastError, uptime, restarts, stuckThreads),
        sinks,
        transitions.entries());
  }
}
